// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import JSON

/// What came of examining a resource.
public enum ShapeVerdict: Sendable {
    /// It is of R4's shape: it may go on as it came.
    case sound
    /// It was not of R4's shape and now is; what was illegal in it is kept in extensions.
    case repaired(JSONTree, moved: [MovedValue])
    /// It cannot be shown without the danger of changing its meaning.
    case unreadable(ShapeFault)
}
