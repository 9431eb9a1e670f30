// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// A table of accesses that somebody has to look at, the newest first.
enum AccessTable {
    /// - Parameter cells: writes the cells of one row.
    static func write<Access>(
        _ accesses: [Access], columns: [String], _ html: inout HTML, cells: (Access, inout HTML) -> Void
    ) {
        html.tag("table", ["class": "entries"]) { html in
            html.tag("caption", "\(accesses.count) \(accesses.count == 1 ? "access" : "accesses"), newest first")
            html.tag("thead") { html in
                html.tag("tr") { html in
                    for title in columns { html.tag("th", ["scope": "col"], title) }
                }
            }
            html.tag("tbody") { html in
                for access in accesses { html.tag("tr") { html in cells(access, &html) } }
            }
        }
    }
}
