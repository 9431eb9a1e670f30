// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

extension ShapeExamination {
    /// Examines the value of a primitive.
    func scalar(_ value: JSONValue, _ primitive: R4Primitive, _ element: ElementShape) -> Outcome {
        if value.saysNothing { return .empty }
        let grammar = primitive == .id && isAtOwnId ? .string : primitive
        if let fault = grammar.fault(of: value) { return .illegal(fault) }
        if let codes = element.codes, value.kind == .string, codes.place(of: value) == nil {
            return .illegal(.unknownCode)
        }
        return .sound
    }

    /// Examines the object that holds the id and the extensions of a primitive.
    mutating func companion(
        _ value: JSONValue, of element: ElementShape, _ primitive: R4Primitive, in object: JSONValue
    ) throws(ShapeFault) -> Outcome {
        var hasValue = false
        if let scalar = object[element.name], case .sound = self.scalar(scalar, primitive, element) { hasValue = true }
        return try companion(value, mayHaveIdAlone: hasValue, element)
    }

    /// - Parameter mayHaveIdAlone: whether the primitive has a value, so that the object need not have an extension.
    mutating func companion(
        _ value: JSONValue, mayHaveIdAlone: Bool, _ element: ElementShape
    ) throws(ShapeFault) -> Outcome {
        if element.isModifier { modifierDepth += 1 }
        defer { if element.isModifier { modifierDepth -= 1 } }
        return try object(value, as: table.types[table.companion], mayHaveIdAlone: mayHaveIdAlone)
    }
}
