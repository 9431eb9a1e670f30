// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import Testing

@Suite struct `High-risk medicines` {
    @Test(arguments: [
        ("Warfarin 3mg tablets", ["warfarin"]), ("Eliquis 5mg tablets", ["apixaban"]),
        ("Adoport 1mg capsules (tacrolimus)", ["tacrolimus"]), ("Sodium valproate 200mg tablets", ["valproate"]),
        ("Diamorphine 5mg powder", ["diamorphine"]), ("Apomorphine 10mg/ml", []), ("Warfarin3", []),
        ("Insulin glargine 100units/ml", []), ("Ramipril 5mg capsules", []), ("", []),
    ])
    func `are known by whole words for substances and brands`(title: String, substances: [String]) {
        #expect(HighRiskMedicine.substances(in: title) == substances)
    }

    @Test func `are marked where a class of substances is named`() {
        #expect(HighRiskMedicine.isNamed(in: "INSULIN glargine 100units/ml"))
        #expect(HighRiskMedicine.isNamed(in: "Heparin sodium 5,000units/ml"))
        #expect(HighRiskMedicine.isNamed(in: "Valproic acid 250mg capsules"))
        #expect(!HighRiskMedicine.isNamed(in: "Paracetamol 500mg tablets"))
    }
}
