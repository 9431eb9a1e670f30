// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import Simulator

/// What the demonstration says once it runs: one address, and what to try.
struct DemoGreeting {
    let port: Int
    let people: [SimulatedPerson]
    let files: RecordFolder?
    let folder: DemoFolder
    /// Whether people sign in.
    let signsIn: Bool

    func print() {
        Terminal.line(
            """

            The gateway is running. Open   http://127.0.0.1:\(port)/viewer

            Everyone below is made up. Look for them by NHS number:
            """)
        for person in people {
            Terminal.line(
                "  \(Self.grouped(person.nhsNumber))  \(person.name.family.uppercased()), \(person.name.given.first ?? "")"
            )
            Terminal.line("                \(person.lookFor)")
        }
        if let files, !files.files.isEmpty {
            Terminal.line("\nFrom your files:")
            for file in files.files {
                Terminal.line(
                    "  \(Self.grouped(file.subject.nhsNumber))  \(file.nameWords.isEmpty ? "(not one Patient)" : file.nameWords)  \(file.path)"
                )
            }
        }
        let number = people.first?.nhsNumber ?? ""
        let token = signsIn ? " --permission given --token \"$(mig token --as ae-doctor)\"" : ""
        let who =
            signsIn
            ? "Everybody signs in with the demonstration's own sign-in service, without a password."
            : "Nobody is authenticated: this is a demonstration."
        let sharing =
            signsIn
            ? "\n  mig sharing show\n  mig sharing suspend demonstration-z99001   (and record again)\n  mig sharing preference \(number) dissent   (her own wish; share ends it)"
            : ""
        if signsIn {
            Terminal.line("\nSign in as one of eight people; each sees what the sharing agreements give their role:")
            for user in DemonstrationUser.all { Terminal.line("  \(user.id): \(user.lookFor)") }
        }
        Terminal.line(
            """

            Make a system fail, and look at the record then:
              http://127.0.0.1:\(port)/\(SimulatorPage.path)   or   mig demo --fault anytown-surgery=slow:3

            Also try:
              mig record \(number)\(token)
              mig record \(number) --dataset medication --fhir\(token)
              curl -s http://127.0.0.1:\(port)/fhir/R4/metadata\(sharing)

            \(who) The audit is in \(folder.auditFile)\(folder.isTemporary ? " and goes when it ends" : "").
            Stop with Ctrl-C.
            """)
    }

    private static func grouped(_ number: String) -> String { (try? NHSNumber(number))?.grouped ?? number }
}
