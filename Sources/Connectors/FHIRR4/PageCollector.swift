// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import CareRecord
import FHIR

/// Fetches the pages of one search, each `next` only from the server that was asked, and never for ever.
struct PageCollector: Sendable {
    let client: BoundedHTTPClient
    let configuration: FHIRR4Configuration
    let headers: [(name: String, value: String)]
    let budget: ByteBudget
    let deadline: ContinuousClock.Instant

    /// All pages, beginning with the answer to a question.
    /// - Throws: ``PageFault`` when there is not even a first page. What fails later interrupts what was had so far.
    func pages(from first: HTTPQuestion) async throws(PageFault) -> SearchPages {
        let page = try await page(first)
        var result = SearchPages(pages: [page])
        var visited: Set<WebAddress> = [first.address]
        var link = page.nextLink
        while let next = link {
            if let reason = limit(reachedBy: result) {
                result.interruption = reason
                return result
            }
            guard let address = client.connection.address.following(next) else {
                result.interruption = SourceOutcome.Reason(
                    .invalidAnswer, "The source's next page lies on another server, so it was not fetched.")
                return result
            }
            guard visited.insert(address).inserted else {
                result.interruption = SourceOutcome.Reason(
                    .invalidAnswer, "The source's pages lead round in a circle.")
                return result
            }
            do throws(PageFault) {
                let page = try await self.page(.get(address, headers: headers))
                result.pages.append(page)
                link = page.nextLink
            } catch {
                result.interruption = error.fault.reason
                return result
            }
        }
        if result.entryCount > configuration.maximumEntries { result.interruption = limit(reachedBy: result) }
        result.doubtCompleteness()
        return result
    }

    private func limit(reachedBy pages: SearchPages) -> SourceOutcome.Reason? {
        guard pages.pages.count >= configuration.maximumPages || pages.entryCount > configuration.maximumEntries else {
            return nil
        }
        return SourceOutcome.Reason(.tooLarge, "The source has more pages or entries than are allowed for one search.")
    }

    private func page(_ question: HTTPQuestion) async throws(PageFault) -> Bundle<R4> {
        let answer: HTTPAnswer
        do throws(SourceFault) {
            answer = try await client.answer(to: question, budget: budget, until: deadline)
        } catch {
            throw PageFault(fault: error, status: nil)
        }
        if let fault = answer.statusFault { throw PageFault(fault: fault, status: answer.status) }
        do throws(SourceFault) {
            guard let bundle = Bundle<R4>(try answer.json(limits: client.connection.jsonLimits)) else {
                throw SourceFault.notABundle
            }
            return bundle
        } catch {
            throw PageFault(fault: error, status: nil)
        }
    }
}

/// Why a page could not be had.
struct PageFault: Error, Sendable {
    let fault: SourceFault
    /// The status, where that was what was wrong.
    let status: Int?

    /// Whether the server means that it knows no such request.
    var isNotSupported: Bool { status.map { [400, 404, 405, 501].contains($0) } ?? false }
}
