// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// The codes of which the invented records are made.
enum ClinicalCode {
    typealias Code = (code: String, display: String)

    static let tests: [(code: String, display: String, unit: String)] = [
        ("1022431000000105", "Haemoglobin A1c level - International Federation of Clinical Chemistry", "mmol/mol"),
        ("1000731000000107", "Serum creatinine level", "umol/L"),
        ("1000651000000109", "Serum potassium level", "mmol/L"),
        ("1022451000000103", "Red blood cell distribution width", "%"),
        ("27113001", "Body weight", "kg"),
        ("364075005", "Heart rate", "/min"),
    ]
    static let disorders: [Code] = [
        ("195967001", "Asthma"), ("44054006", "Type 2 diabetes mellitus"), ("38341003", "Hypertensive disorder"),
        ("396275006", "Osteoarthritis"), ("73211009", "Diabetes mellitus"),
        ("13645005", "Chronic obstructive lung disease"),
    ]
    static let substances: [Code] = [
        ("91936005", "Allergy to penicillin"), ("300913006", "Allergy to shellfish"), ("91935009", "Allergy to peanut"),
    ]
    static let medicines: [Code] = [
        ("39732311000001104", "Amlodipine 5mg tablets"), ("39695211000001102", "Metformin 500mg tablets"),
        ("39113611000001102", "Salbutamol 100micrograms/dose inhaler CFC free"),
        ("39720311000001101", "Paracetamol 500mg tablets"), ("39709611000001109", "Simvastatin 40mg tablets"),
    ]
    static let vaccines: [Code] = [
        ("39114911000001105", "Influenza vaccine (split virion, inactivated)"), ("871822003", "Hepatitis B vaccine"),
    ]
    static let procedures: [Code] = [("80146002", "Appendectomy"), ("73761001", "Colonoscopy")]

    static func coding(_ code: Code) -> String {
        #"{"coding":[{"system":"http://snomed.info/sct","code":"\#(code.code)","display":"\#(code.display)","userSelected":true}],"text":"\#(code.display)"}"#
    }
}
