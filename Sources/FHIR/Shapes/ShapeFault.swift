// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// Why a resource cannot be read as R4 without the danger of changing its meaning.
public enum ShapeFault: Error, Sendable, Hashable {
    /// R4 has no resource type of this name.
    case unknownResourceType(path: String)
    /// An element that can turn the meaning of the rest is illegal.
    case illegalModifier(path: String)
    /// An element that an earlier release of FHIR used to turn the meaning of the rest, and that R4 does not know.
    case retiredModifier(path: String)
    /// An illegal value in a resource that can hold no extension to keep it.
    case noPlaceForIllegalValue(path: String)

    /// Where the fault is, by names that R4 or an earlier release defines.
    public var path: String {
        switch self {
        case .unknownResourceType(let path), .illegalModifier(let path), .retiredModifier(let path),
            .noPlaceForIllegalValue(let path):
            path
        }
    }
}

extension ShapeFault: CustomStringConvertible {
    /// One sentence, without any of the resource's content.
    public var description: String {
        switch self {
        case .unknownResourceType(let path): "\(path) is of no resource type of FHIR R4"
        case .illegalModifier(let path): "\(path) is illegal in FHIR R4 and can change the meaning of the rest"
        case .retiredModifier(let path):
            "\(path) is of an earlier release of FHIR and can change the meaning of the rest"
        case .noPlaceForIllegalValue(let path): "\(path) is illegal in FHIR R4 and there is no place to keep it"
        }
    }
}
