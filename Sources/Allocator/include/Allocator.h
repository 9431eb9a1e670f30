// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

#ifndef MIG_ALLOCATOR_H
#define MIG_ALLOCATOR_H

/// Lets the C library keep memory that was freed instead of giving it back to the kernel after each record, which takes and frees
/// some megabytes: every page that is given back costs a page fault when the next record is put together.
/// It must be called before other threads run.
void keepFreedMemory(void);

#endif
