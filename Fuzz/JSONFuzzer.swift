// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

// Compiled by scripts/fuzz in one module with Sources/JSON, whose inside it may therefore look at.

/// What must hold for any bytes at all. A failed precondition is a crash, which is what libFuzzer looks for.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    checkSmallLimits(bytes)
    let document: JSONDocument
    do throws(JSONError) {
        document = try JSONDocument(parsing: bytes)
    } catch {
        precondition((0...count).contains(error.offset), "a fault outside the text")
        checkPrefix(bytes, error)
        return 0
    }
    let range = document.root.byteRange
    precondition(JSONTree.value(document.root).bytes == Array(bytes[range]), "spliced otherwise than it came")
    precondition(
        (bytes[..<range.lowerBound] + bytes[range.upperBound...]).allSatisfy { [0x20, 0x09, 0x0A, 0x0D].contains($0) },
        "something but white space around the value")
    let written = rebuilt(document.root).bytes
    guard let again = try? JSONDocument(parsing: written) else { preconditionFailure("written so that it is refused") }
    precondition(same(document.root, again.root), "written so that it is read otherwise")
    precondition(rebuilt(again.root).bytes == written, "written in two ways")
    return 0
}

/// The same text under small limits is either read too, or refused for a limit, or for what was wrong with it anyway.
private func checkSmallLimits(_ bytes: [UInt8]) {
    let limits = JSONLimits(bytes: 64, depth: 3, nodes: 12)
    do throws(JSONError) {
        _ = try JSONDocument(parsing: bytes, limits: limits)
        precondition(bytes.count <= limits.bytes, "more bytes than allowed")
        precondition((try? JSONDocument(parsing: bytes)) != nil, "read only under smaller limits")
    } catch {
        precondition((0...bytes.count).contains(error.offset), "a fault outside the text")
    }
}

/// What stands before the first byte that cannot stand there is the beginning of some JSON text: cut off there, it ends too soon.
private func checkPrefix(_ bytes: [UInt8], _ error: JSONError) {
    guard [.unexpectedByte, .controlCharacter].contains(error.reason), error.offset > 0 else { return }
    do throws(JSONError) {
        _ = try JSONDocument(parsing: Array(bytes[..<error.offset]))
    } catch {
        precondition([.unexpectedEnd, .empty].contains(error.reason), "a fault before the fault")
    }
}

private func rebuilt(_ value: JSONValue) -> JSONTree {
    switch value.kind {
    case .object:
        var object = JSONObject()
        for member in value.members { object[member.name] = rebuilt(member.value) }
        return .object(object)
    case .array: return .array(value.elements.map { rebuilt($0) })
    case .string: return .string(value.string ?? "")
    case .number:
        guard let number = JSONTree(numberLexeme: value.numberLexeme ?? "") else {
            preconditionFailure("read as a number")
        }
        return number
    case .boolean: return .boolean(value.boolean ?? false)
    case .null: return .null
    }
}

private func same(_ one: JSONValue, _ other: JSONValue) -> Bool {
    guard one.kind == other.kind, one.count == other.count, one.boolean == other.boolean,
        one.numberLexeme == other.numberLexeme
    else { return false }
    switch one.kind {
    case .object:
        return zip(one.members, other.members).allSatisfy { left, right in
            left.name.utf8.elementsEqual(right.name.utf8) && one[left.name]?.index == left.value.index
                && same(left.value, right.value)
        }
    case .array: return zip(one.elements, other.elements).allSatisfy { same($0, $1) }
    default: return (one.string ?? "").utf8.elementsEqual((other.string ?? "").utf8)
    }
}
