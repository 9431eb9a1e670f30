// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

/// HTML under construction. Text and attribute values are escaped on the way in, and names are literals of the program, so that
/// nothing that a source sent can become markup.
public struct HTML: Sendable {
    /// The text of the markup.
    public private(set) var markup: String

    /// Several pieces, one after the other.
    public init(_ pieces: [HTML] = []) {
        markup = pieces.map(\.markup).joined()
    }

    private init(markup: String) { self.markup = markup }

    /// Text, with everything escaped that markup could be made of, and characters that act unseen written out.
    public static func text(_ text: String) -> HTML { HTML(markup: escaped(text)) }

    /// An element with its children.
    public static func tag(
        _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:], _ children: HTML...
    ) -> HTML {
        tag(name, attributes, children)
    }

    /// An element with its children.
    public static func tag(
        _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:], _ children: [HTML]
    )
        -> HTML
    {
        HTML(markup: "<\(name)\(written(attributes))>" + children.map(\.markup).joined() + "</\(name)>")
    }

    /// An element without attributes, with its children.
    public static func tag(_ name: StaticString, _ child: HTML) -> HTML { tag(name, [:], [child]) }

    /// An element that has neither children nor an end.
    public static func void(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String>) -> HTML {
        HTML(markup: "<\(name)\(written(attributes))>")
    }

    /// The page as a document.
    public static func document(_ root: HTML) -> HTML { HTML(markup: "<!DOCTYPE html>\n" + root.markup + "\n") }

    public static func + (left: HTML, right: HTML) -> HTML { HTML(markup: left.markup + right.markup) }

    private static func written(_ attributes: KeyValuePairs<StaticString, String>) -> String {
        attributes.map { " \($0.key)=\"\(escaped($0.value))\"" }.joined()
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.withVisibleControls.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
