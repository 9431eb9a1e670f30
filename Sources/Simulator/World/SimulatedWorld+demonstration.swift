// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

extension SimulatedWorld {
    /// The ODS code of the source that serves record files as GP Connect.
    public static let recordsPracticeODSCode = "Z99009"
    /// The ODS code of the source that serves record files as FHIR R4.
    public static let recordsTrustODSCode = "ZZ9R1"

    /// Adds the demographic service, the locator and the seven sources, with the people.
    /// - Parameters:
    ///   - today: the day from which records are reckoned, for lists and pointers.
    ///   - ports: the port wanted for a service; any free one where it is not named.
    ///   - records: record files whose subjects the demographic service and the locator shall know as well.
    public mutating func addDemonstration(
        _ people: [SimulatedPerson], on today: RecordDay, ports: [SimulatedServiceName: Int] = [:],
        records: (folder: RecordFolder, interface: RecordFolder.Interface)? = nil
    ) {
        for source in DemonstrationSource.allCases {
            let name = SimulatedServiceName.source(source)
            let (service, path) = Self.service(of: source, people, today)
            add(service, as: name, path: path, port: ports[name] ?? 0)
        }
        var known = people.map { DemographicRecord($0) }
        var pointers: [String: [RecordPointer]] = [:]
        for person in people {
            let own = RecordPointer.all(for: person, on: today)
            for number in [person.nhsNumber] + person.supersededNumbers { pointers[number] = own }
        }
        if let records {
            let code = addRecords(records.folder, as: records.interface, port: ports[.records(records.interface)] ?? 0)
            for file in records.folder.files {
                known.append(DemographicRecord(file.subject, practice: code))
                pointers[file.subject.nhsNumber, default: []].append(
                    RecordPointer(
                        nhsNumber: file.subject.nhsNumber, custodian: code,
                        type: Term("824321000000109", "Summary record"),
                        category: Term("419891008", "Record artifact"), date: today.at("12:00:00.000"),
                        address: "https://records.example.org/\(code)"))
            }
        }
        add(
            DemographicService(known, invalidated: [DemonstrationPeople.invalidated]), as: .demographics,
            path: DemographicService.basePath, port: ports[.demographics] ?? 0)
        add(
            RecordLocatorService(pointers), as: .locator, path: RecordLocatorService.basePath,
            port: ports[.locator] ?? 0)
    }

    /// Adds a source that serves record files.
    /// - Returns: the source's ODS code.
    @discardableResult
    public mutating func addRecords(
        _ folder: RecordFolder, as interface: RecordFolder.Interface, odsCode: String? = nil, port: Int = 0
    ) -> String {
        let own = interface == .gpConnect ? Self.recordsPracticeODSCode : Self.recordsTrustODSCode
        let code = odsCode ?? own
        let service = folder.service(as: interface, odsCode: code)
        let path = (service as? GPConnectProvider)?.basePath ?? FHIRR4Provider.basePath
        add(service, as: .records(interface), path: path, port: port)
        return code
    }

    private static func service(
        of source: DemonstrationSource, _ people: [SimulatedPerson], _ today: RecordDay
    ) -> (any SimulatedService, String) {
        switch source.interface {
        case .gpConnect:
            var records: [String: RenderedRecord<[UInt8]?>] = [:]
            for person in people where person.records[source] != nil {
                records[person.number(at: source)] = RenderedRecord {
                    GPConnectRenderer.bundle(for: person, at: source, on: today)?.bytes
                }
            }
            let provider = GPConnectProvider(odsCode: source.odsCode, rendering: records)
            return (provider, provider.basePath)
        case .fhirR4:
            return (FHIRR4Provider(people, at: source, on: today), FHIRR4Provider.basePath)
        }
    }
}
