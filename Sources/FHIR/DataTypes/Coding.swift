// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

public import JSON

/// A code of a code system, as written.
public struct Coding: Sendable, Hashable, Redacted {
    public var system: String?
    public var code: String?
    public var display: String?
    /// Whether the person who recorded it chose this very code.
    public var userSelected: Bool?

    /// A coding from its parts.
    public init(system: String?, code: String?, display: String? = nil, userSelected: Bool? = nil) {
        self.system = system
        self.code = code
        self.display = display
        self.userSelected = userSelected
    }

    /// A view of a Coding element; `nil` unless it is an object.
    public init?(_ value: JSONValue) {
        guard value.kind == .object else { return nil }
        self.init(
            system: value["system"]?.string, code: value["code"]?.scalarText, display: value["display"]?.string,
            userSelected: value["userSelected"]?.boolean)
    }

    /// Whether this is a code of SNOMED CT (dm+d medicines are SNOMED CT too).
    public var isSNOMED: Bool { system == CodeSystem.snomed }

    /// The coding as JSON.
    public var tree: JSONTree {
        var object = JSONObject()
        object["system"] = system.map { .string($0) }
        object["code"] = code.map { .string($0) }
        object["display"] = display.map { .string($0) }
        object["userSelected"] = userSelected.map { .boolean($0) }
        return .object(object)
    }
}
