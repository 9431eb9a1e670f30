// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

#include "Allocator.h"

// Any header of the C library says which library it is.
#include <stdlib.h>

#ifdef __GLIBC__
#include <malloc.h>

void keepFreedMemory(void) {
    // Each setting also ends the library's own adjusting of both thresholds.
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_TRIM_THRESHOLD, 32 << 20);
    mallopt(M_TOP_PAD, 8 << 20);
    // Each arena keeps what it once had: with the library's own number, eight for each processor, a crowd would leave too much behind.
    mallopt(M_ARENA_MAX, 8);
}
#else
void keepFreedMemory(void) {}
#endif
