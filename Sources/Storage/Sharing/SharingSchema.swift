// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import GRDB

/// The tables of the sharing register. What must never change is held by triggers, so that no other program's mistake changes it either.
enum SharingSchema {
    static var migrations: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("001-agreements") { try $0.execute(sql: agreements) }
        migrator.registerMigration("002-people") { try $0.execute(sql: people) }
        migrator.registerMigration("003-alerts") { try $0.execute(sql: alerts) }
        migrator.registerMigration("004-append-only") { database in
            for table in [
                "registerChange", "preference", "permission", "privacyAlert", "privacyAlertAction", "controllerNotice",
            ] {
                try database.execute(sql: appendOnly(table))
            }
        }
        migrator.registerMigration("005-policy-version") { database in
            for table in ["agreementVersion", "membership"] { try database.execute(sql: counted(table)) }
        }
        return migrator
    }

    private static let agreements = """
        CREATE TABLE policyVersion (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            version INTEGER NOT NULL
        ) STRICT;
        INSERT INTO policyVersion VALUES (1, 0);
        CREATE TRIGGER policyVersionOnlyGrows BEFORE UPDATE ON policyVersion
        WHEN NEW.id <> 1 OR NEW.version <> OLD.version + 1
        BEGIN SELECT RAISE(ABORT, 'the policy version only grows'); END;
        CREATE TRIGGER policyVersionStays BEFORE DELETE ON policyVersion
        BEGIN SELECT RAISE(ABORT, 'the policy version stays'); END;
        CREATE TABLE agreementVersion (
            id TEXT NOT NULL CHECK (length(id) > 0),
            version INTEGER NOT NULL CHECK (version > 0),
            controller TEXT NOT NULL CHECK (length(controller) > 0),
            document TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'suspended', 'superseded')),
            PRIMARY KEY (id, version)
        ) STRICT;
        CREATE UNIQUE INDEX oneAgreementStands ON agreementVersion (id) WHERE state IN ('published', 'suspended');
        CREATE TRIGGER agreementIsNeverEdited BEFORE UPDATE OF id, version, controller, document ON agreementVersion
        WHEN OLD.state <> 'draft'
        BEGIN SELECT RAISE(ABORT, 'a published agreement is never edited'); END;
        CREATE TRIGGER agreementIsNeverDeleted BEFORE DELETE ON agreementVersion
        BEGIN SELECT RAISE(ABORT, 'an agreement is never deleted'); END;
        CREATE TRIGGER agreementIsNeverReplaced BEFORE INSERT ON agreementVersion
        WHEN EXISTS (SELECT 1 FROM agreementVersion WHERE id = NEW.id AND version = NEW.version)
        BEGIN SELECT RAISE(ABORT, 'an agreement is never replaced'); END;
        CREATE TRIGGER agreementKeepsItsStates BEFORE UPDATE OF state ON agreementVersion
        WHEN NOT (
            OLD.state = NEW.state
            OR OLD.state = 'draft' AND NEW.state IN ('published', 'suspended')
            OR OLD.state = 'published' AND NEW.state IN ('suspended', 'superseded')
            OR OLD.state = 'suspended' AND NEW.state IN ('published', 'superseded'))
        BEGIN SELECT RAISE(ABORT, 'an agreement does not go from that state to this'); END;
        CREATE TABLE agreementOffer (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            template TEXT NOT NULL,
            version INTEGER NOT NULL,
            controller TEXT NOT NULL CHECK (length(controller) > 0),
            document TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('offered', 'accepted', 'declined')),
            UNIQUE (template, version, controller)
        ) STRICT;
        CREATE TRIGGER offerIsAnsweredOnce BEFORE UPDATE ON agreementOffer
        WHEN OLD.state <> 'offered' OR OLD.id <> NEW.id OR OLD.template <> NEW.template OR OLD.version <> NEW.version
            OR OLD.controller <> NEW.controller OR OLD.document <> NEW.document
        BEGIN SELECT RAISE(ABORT, 'an offer is answered once'); END;
        CREATE TRIGGER offerIsNeverDeleted BEFORE DELETE ON agreementOffer
        BEGIN SELECT RAISE(ABORT, 'an offer is never deleted'); END;
        CREATE TABLE membership (
            organisation TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('group', 'network')),
            name TEXT NOT NULL,
            PRIMARY KEY (organisation, kind, name)
        ) STRICT;
        CREATE TABLE registerChange (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            changedBy TEXT NOT NULL CHECK (length(changedBy) > 0),
            kind TEXT NOT NULL,
            subject TEXT NOT NULL,
            version INTEGER,
            formerState TEXT,
            state TEXT NOT NULL
        ) STRICT;
        CREATE INDEX registerChangeOfSubject ON registerChange (kind, subject);
        """

    private static let people = """
        CREATE TABLE preference (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            nhsNumber TEXT NOT NULL CHECK (length(nhsNumber) = 10),
            controller TEXT CHECK (controller IS NULL OR length(controller) > 0),
            wish TEXT NOT NULL CHECK (wish IN ('share', 'dissent')),
            at INTEGER NOT NULL,
            recordedBy TEXT NOT NULL CHECK (length(recordedBy) > 0)
        ) STRICT;
        CREATE INDEX preferenceOfPerson ON preference (nhsNumber);
        CREATE TABLE permission (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            nhsNumber TEXT NOT NULL CHECK (length(nhsNumber) = 10),
            answer TEXT NOT NULL CHECK (answer IN ('given', 'refused', 'could-not-be-asked', 'emergency')),
            reason TEXT,
            extent TEXT NOT NULL CHECK (extent IN ('consultation', 'episode')),
            askedBy TEXT NOT NULL,
            organisation TEXT NOT NULL,
            consultation TEXT,
            traceID TEXT NOT NULL,
            at INTEGER NOT NULL,
            until INTEGER NOT NULL,
            CHECK (answer NOT IN ('could-not-be-asked', 'emergency') OR reason IS NOT NULL)
        ) STRICT;
        CREATE INDEX permissionOfPerson ON permission (nhsNumber, organisation, at);
        """

    private static let alerts = """
        CREATE TABLE privacyAlert (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            reason TEXT,
            text TEXT,
            at INTEGER NOT NULL,
            person TEXT NOT NULL,
            name TEXT NOT NULL,
            role TEXT NOT NULL,
            organisation TEXT NOT NULL,
            system TEXT NOT NULL,
            nhsNumber TEXT NOT NULL CHECK (length(nhsNumber) = 10),
            traceID TEXT NOT NULL,
            CHECK ((reason IS NULL) = (text IS NULL)),
            CHECK (text IS NULL OR length(trim(text)) > 0)
        ) STRICT;
        CREATE INDEX privacyAlertOfOrganisation ON privacyAlert (organisation, at);
        CREATE INDEX privacyAlertOfPerson ON privacyAlert (nhsNumber, person, at);
        CREATE TABLE privacyAlertAction (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            alert INTEGER NOT NULL REFERENCES privacyAlert (id),
            kind TEXT NOT NULL CHECK (kind IN ('opened', 'acknowledged', 'escalated')),
            person TEXT NOT NULL,
            at INTEGER NOT NULL,
            remark TEXT NOT NULL
        ) STRICT;
        CREATE INDEX privacyAlertActionOfAlert ON privacyAlertAction (alert);
        CREATE TRIGGER nobodyActsOnTheirOwnAccess BEFORE INSERT ON privacyAlertAction
        WHEN EXISTS (SELECT 1 FROM privacyAlert WHERE id = NEW.alert AND person = NEW.person)
        BEGIN SELECT RAISE(ABORT, 'nobody acts on an access of their own'); END;
        CREATE TABLE controllerNotice (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            alert INTEGER NOT NULL REFERENCES privacyAlert (id),
            controller TEXT NOT NULL
        ) STRICT;
        CREATE INDEX controllerNoticeOfController ON controllerNotice (controller);
        """

    private static func appendOnly(_ table: String) -> String {
        let key = table == "privacyAlert" ? "id" : "sequence"
        return """
            CREATE TRIGGER \(table)IsNeverChanged BEFORE UPDATE ON \(table)
            BEGIN SELECT RAISE(ABORT, 'what was recorded is never changed'); END;
            CREATE TRIGGER \(table)IsNeverDeleted BEFORE DELETE ON \(table)
            BEGIN SELECT RAISE(ABORT, 'what was recorded is never deleted'); END;
            CREATE TRIGGER \(table)IsNeverReplaced BEFORE INSERT ON \(table)
            WHEN EXISTS (SELECT 1 FROM \(table) WHERE \(key) = NEW.\(key))
            BEGIN SELECT RAISE(ABORT, 'what was recorded is never replaced'); END;
            """
    }

    private static func counted(_ table: String) -> String {
        ["Insert", "Update", "Delete"].map { change in
            """
            CREATE TRIGGER \(table)\(change)IsCounted AFTER \(change.uppercased()) ON \(table)
            BEGIN UPDATE policyVersion SET version = version + 1; END;
            """
        }.joined(separator: "\n")
    }
}
