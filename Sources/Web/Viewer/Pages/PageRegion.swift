// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// A part of a page that is replaced as a whole while the page fills: an element whose `id` is the region's.
struct PageRegion: Sendable {
    let id: String
    let html: HTML
    /// The column of the first screen in which it stands; `nil` for a part that goes over the whole width.
    var column: Int?
}
