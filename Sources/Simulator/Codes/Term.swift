// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// A clinical concept with the codes that different suppliers send for it.
public struct Term: Sendable, Hashable {
    /// The SNOMED CT concept; `nil` for what was written as text alone.
    public let snomed: String?
    /// The words for it.
    public let display: String
    /// The SNOMED CT description that the clinician chose.
    public let description: String?
    /// The Read version 2 code, as EMIS keeps it.
    public let read: String?
    /// The Clinical Terms Version 3 code, as SystmOne keeps it.
    public let ctv3: String?
    /// The LOINC code, as some systems that measure send it.
    public let loinc: String?
    /// The words that the recorder wrote, where they are not those of the code.
    public var text: String?

    public init(
        _ snomed: String?, _ display: String, description: String? = nil, read: String? = nil, ctv3: String? = nil,
        loinc: String? = nil, text: String? = nil
    ) {
        self.snomed = snomed
        self.display = display
        self.description = description
        self.read = read
        self.ctv3 = ctv3
        self.loinc = loinc
        self.text = text
    }

    /// The same code with other words beside it.
    func written(_ text: String) -> Term {
        var copy = self
        copy.text = text
        return copy
    }
}
