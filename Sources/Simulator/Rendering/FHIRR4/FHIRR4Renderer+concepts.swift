// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

extension FHIRR4Renderer {
    /// A concept with the codes that the supplier sends, in its order.
    /// - Parameter words: what is written beside the codes, where it is not the term's own.
    func concept(_ term: Term, words: String? = nil) -> JSONTree {
        var codings = term.snomed.map { [JSONTree.coding(FHIRSystem.snomed, $0, term.display)] } ?? []
        var text = words ?? term.text ?? (codings.isEmpty ? term.display : nil)
        switch manner.concepts {
        case .snomed: break
        case .ownCodeFirst:
            let code = StableIdentifier(source.rawValue, term.display).shortHex.prefix(5).uppercased()
            codings.insert(
                .coding("https://\(source.rawValue).example.org/codes", code, text ?? term.display), at: 0)
        case .wordsFirst: text = text ?? term.display
        case .loincFirst:
            if let code = term.loinc { codings.insert(.coding("http://loinc.org", code), at: 0) }
        }
        return .element(["coding": .list(codings), "text": .text(text)])
    }
}
