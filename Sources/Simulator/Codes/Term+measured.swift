// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// The concepts of what is measured, given and prescribed.
extension Term {
    static let bloodPressurePractice = Term(
        "163020007", "O/E - blood pressure reading", description: "254063019", read: "246..00")
    static let bloodPressure = Term("75367002", "Blood pressure")
    static let systolic = Term("72313002", "Systolic arterial pressure", description: "120159016", read: "2469.00")
    static let diastolic = Term(
        "1091811000000102", "Diastolic arterial pressure", description: "2734671000000117", read: "246A.00")
    static let weightPractice = Term("162763007", "O/E - weight", description: "253677014", read: "22A..00")
    static let weight = Term("27113001", "Body weight")
    static let heightPractice = Term("162755006", "O/E - height", description: "253669010", read: "229..00")
    static let bodyMassIndex = Term("60621009", "Body mass index", description: "100716012", read: "22K..00")
    static let pulse = Term("78564009", "Pulse rate")
    static let oxygenSaturation = Term("431314004", "Peripheral oxygen saturation")
    static let temperature = Term("386725007", "Body temperature")
    static let respiratoryRate = Term("86290005", "Respiratory rate")
    static let earlyWarningScore = Term(
        "1104051000000101", "Royal College of Physicians NEWS2 (National Early Warning Score 2) total score")
    static let frailtyScore = Term("763264000", "Canadian Study of Health and Aging Clinical Frailty Scale score")
    static let exSmoker = Term("8517006", "Ex-smoker", read: "137S.00")
    static let neverSmoked = Term("266919005", "Never smoked tobacco", read: "1371.00")
    static let smoker = Term("77176002", "Smoker", description: "503483019", read: "137R.00")
    static let alcoholUnits = Term(
        "1082641000000106", "Alcohol units consumed per week", description: "2713011000000113", read: "136V.00")
    static let peakFlow = Term("18491006", "Peak expiratory flow rate", description: "31196014", read: "3395.00")

    static let fullBloodCount = Term("26604007", "Full blood count", read: "424..00")
    static let ureaAndElectrolytes = Term("252167001", "Urea and electrolytes")
    static let creatinine = Term("1000731000000107", "Serum creatinine level", read: "44J3.00", ctv3: "XE2q5")
    static let filtrationRate = Term(
        "1011481000000105",
        "eGFR (estimated glomerular filtration rate) using creatinine CKD-EPI equation per 1.73 square metres",
        ctv3: "XacUK")
    static let potassium = Term("1000651000000109", "Serum potassium level", read: "44I4.00", ctv3: "XE2pz")
    static let sodium = Term("1000661000000107", "Serum sodium level", read: "44I5.00", ctv3: "XE2q0")
    static let haemoglobin = Term("1022431000000105", "Haemoglobin estimation", read: "423..00", ctv3: "Xa96v")
    static let whiteCells = Term(
        "1022541000000102", "Total white cell count", description: "833531000006114", read: "42H7.00")
    static let platelets = Term("1022651000000100", "Platelet count", read: "42P..00")
    static let longTermGlucose = Term(
        "999791000000106", "Haemoglobin A1c level - International Federation of Clinical Chemistry standardised",
        read: "42W5.00", ctv3: "XaPbt")
    static let normalisedRatio = Term("165581004", "International normalised ratio", read: "42QE.00", ctv3: "42QE.")
    static let troponin = Term("105000003", "Troponin measurement")
    static let bilirubin = Term("999691000000104", "Serum bilirubin level")
    static let inflammation = Term("999651000000107", "Plasma C reactive protein level")
    static let tacrolimusLevel = Term(nil, "Tacrolimus level")
    static let lithiumLevel = Term(nil, "Serum lithium level")
    static let commentNote = Term("37331000000100", "Comment note")

    static let influenzaVaccination = Term("822851000000102", "Seasonal influenza vaccination")
    static let influenzaDeclined = Term("822931000000100", "Seasonal influenza vaccination declined")
    static let pneumococcalVaccination = Term("12866006", "Administration of pneumococcal vaccine")
    static let pneumococcalDeclined = Term("401086001", "Pneumococcal vaccination declined")
    static let leftArm = Term("368208006", "Left upper arm structure")
    static let rightArm = Term("368209003", "Right upper arm structure")

    static let metformin = Term("325278007", "Metformin 500mg tablets")
    static let amlodipine = Term("319283006", "Amlodipine 5mg tablets")
    static let atorvastatin = Term("320030001", "Atorvastatin 20mg tablets")
    static let ramipril = Term("318906001", "Ramipril 10mg capsules")
    static let amoxicillin = Term("323510009", "Amoxicillin 500mg capsules")
    static let salbutamol = Term("39113611000001102", "Salbutamol 100micrograms/dose inhaler CFC free")
    static let beclometasone = Term("320537007", "Beclometasone 100micrograms/dose inhaler")
    static let prednisolone = Term("325443009", "Prednisolone 5mg gastro-resistant tablets")
    static let warfarin3 = Term("319734006", "Warfarin 3mg tablets")
    static let warfarin1 = Term("319733000", "Warfarin 1mg tablets")
    static let bisoprolol = Term("318590006", "Bisoprolol 2.5mg tablets")
    static let levothyroxine = Term("374296008", "Levothyroxine sodium 100microgram tablets")
    static let furosemide = Term("317972000", "Furosemide 40mg tablets")
    static let omeprazole = Term("317291008", "Omeprazole 20mg gastro-resistant capsules")
    static let paracetamol = Term("322236009", "Paracetamol 500mg tablets")
    static let sertraline = Term("9751511000001104", "Sertraline 100mg tablets")
    static let lithium = Term(nil, "Lithium carbonate 400mg modified-release tablets")
    static let methotrexate = Term("41792011000001100", "Methotrexate 2.5mg tablets")
    static let folicAcid = Term(nil, "Folic acid 5mg tablets")
    static let adoport = Term(nil, "Adoport 1mg capsules")
    static let advagraf = Term(nil, "Advagraf 1mg modified-release capsules")
    static let mycophenolate = Term(nil, "Mycophenolate mofetil 500mg tablets")
    static let depotZuclopenthixol = Term(nil, "Zuclopenthixol decanoate 200mg/1ml solution for injection ampoules")
    static let aspirin300 = Term(nil, "Aspirin 300mg dispersible tablets")
    static let aspirin75 = Term(nil, "Aspirin 75mg dispersible tablets")
    static let clopidogrel = Term(nil, "Clopidogrel 75mg tablets")
    static let autoInjector = Term(
        nil, "Adrenaline (base) 300micrograms/0.3ml (1 in 1,000) solution for injection pre-filled disposable devices")
    static let clozapine = Term(nil, "Clozapine 100mg tablets")
}
