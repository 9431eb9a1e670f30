// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import JSON

/// The value that a text is.
func json(_ text: String) throws -> JSONValue { try JSONDocument(parsing: text).root }
