// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// The provider's pages. Each says that it is a demonstration.
enum ProviderPage {
    /// The eight people, each a button.
    static func choice(_ fields: [(name: String, value: String)]) -> String {
        let hidden = fields.map {
            "<input type=\"hidden\" name=\"\(escaped($0.name))\" value=\"\(escaped($0.value))\">"
        }.joined()
        let people = DemonstrationUser.all.map { user in
            """
            <li><form method="post" action="/authorize">\(hidden)\
            <button type="submit" name="user" value="\(escaped(user.id))"><strong>\(escaped(user.name))</strong> \
            <span>\(escaped(user.post)), \(escaped(user.organisationName))</span></button></form>\
            <p>\(escaped(user.id)): \(escaped(user.lookFor)).</p></li>
            """
        }.joined(separator: "\n")
        return page("As whom do you sign in?", "<ul>\n\(people)\n</ul>")
    }

    static let wrongRequest = page(
        "This cannot be done", "<p>The gateway’s request was not as it must be. Begin again at the gateway.</p>")
    static let nothing = page("Nothing here", "<p>Begin at the gateway.</p>")
    static let ended = page("You are signed out", "<p>The sign-in service keeps nothing of you.</p>")

    private static func page(_ heading: String, _ content: String) -> String {
        """
        <!DOCTYPE html>
        <html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(heading) – demonstration sign-in</title><style>\(style)</style></head>
        <body><header><p><strong>Demonstration sign-in.</strong> Everybody here is made up; no password is asked. Never use it \
        with real records.</p></header><main><h1>\(heading)</h1>
        \(content)
        </main></body></html>
        """
    }

    private static let style = """
        body{margin:0;font:1rem/1.4 Arial,"Liberation Sans","DejaVu Sans",sans-serif;color:#212b32;background:#f0f4f5}\
        header{background:#ffeb3b;color:#000;border-bottom:4px solid #000;padding:8px 16px}header p{margin:0}\
        main{max-width:60rem;margin:0 auto;padding:8px 16px}h1{font-size:1.5rem;margin:8px 0}\
        ul{list-style:none;margin:0;padding:0;display:grid;gap:8px 16px;grid-template-columns:repeat(auto-fill,minmax(min(100%,26rem),1fr))}\
        li p{margin:2px 0 0;font-size:.9rem;color:#4c6272}\
        button{font:inherit;width:100%;text-align:left;padding:10px 14px;background:#fff;color:#212b32;border:2px solid #005eb8;cursor:pointer}\
        button strong{display:block;color:#005eb8}button:hover{background:#e8f1f8}\
        button:focus-visible{outline:3px solid #212b32;background:#ffeb3b}
        """

    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.append(character)
            }
        }
        return result
    }
}
