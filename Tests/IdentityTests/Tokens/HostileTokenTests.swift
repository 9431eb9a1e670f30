// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import TestSupport
import Testing

@testable import Identity

@Suite struct `Hostile tokens` {
    @Test func `are at least sixty, each by a name of its own`() {
        #expect(HostileToken.all.count >= 60)
        #expect(Set(HostileToken.all.map(\.name)).count == HostileToken.all.count)
    }

    @Test(arguments: HostileToken.all)
    func `are refused, and accepted without their one fault`(hostile: HostileToken) async {
        let trust = TestTrust()
        #expect(await trust.reason(draft("spoilt", hostile.spoil))?.rawValue == hostile.fault)
        #expect(await trust.reason(draft("twin", hostile.twin)) == nil)
    }

    @Test func `of every kind that a token can be refused for are among them, or tested elsewhere`() {
        let seen = Set(HostileToken.all.map(\.fault))
        let elsewhere: Set<String> = [
            "missing", "several-tokens", "replayed", "keys-unavailable", "replay-memory-full",
        ]
        #expect(Set(TokenFault.Reason.allCases.map(\.rawValue)) == seen.union(elsewhere))
    }
}

@Suite struct `Using a token again` {
    @Test func `is allowed on the certificate to which it is bound, for all its life`() async {
        let trust = TestTrust()
        for _ in 0..<3 { #expect(await trust.reason(draft()) == nil) }
        trust.seconds.advance(by: 309)
        #expect(await trust.reason(draft()) == nil)
        trust.seconds.advance(by: 1)
        #expect(await trust.reason(draft()) == .expired)
    }

    @Test func `is refused where it is bound to nothing`() async {
        let trust = TestTrust()
        #expect(await trust.reason(unbound("a")) == nil)
        #expect(await trust.reason(unbound("a")) == .replayed)
        #expect(await trust.reason(unbound("b")) == nil)
        trust.seconds.advance(by: 309)
        #expect(await trust.reason(unbound("a")) == .replayed)
    }

    @Test func `counts by its identifier, not by its text`() async {
        let trust = TestTrust()
        #expect(await trust.reason(unbound("a")) == nil)
        var other = unbound("a")
        other.claim("sub", #""person-2""#)
        #expect(await trust.reason(other) == .replayed)
    }

    @Test func `is not counted where it was refused`() async {
        let trust = TestTrust()
        var foreign = unbound("a")
        foreign.claim("organisation", #""RYY02""#)
        #expect(await trust.reason(foreign) == .foreignOrganisation)
        #expect(await trust.reason(unbound("a")) == nil)
    }

    @Test func `is remembered for as long as clocks may differ`() async {
        let trust = TestTrust(replayCapacity: 1)
        #expect(await trust.reason(unbound("a")) == nil)
        trust.seconds.advance(by: 305)
        var next = unbound("b")
        next.claim("iat", "\(TokenDraft.now + 305)")
        next.claim("exp", "\(TokenDraft.now + 605)")
        #expect(await trust.reason(next) == .replayMemoryFull)
        #expect(await trust.reason(unbound("a")) == .replayed)
        trust.seconds.advance(by: 5)
        #expect(await trust.reason(next) == nil)
    }

    @Test func `cannot fill the memory for another consumer`() async {
        let trust = TestTrust(replayCapacity: 2)
        for id in ["a", "b"] { #expect(await trust.reason(unbound(id)) == nil) }
        #expect(await trust.reason(unbound("c")) == .replayMemoryFull)
        var desk = unbound("c")
        desk.claim("client_id", #""desk""#)
        desk.certificate = (9, "desk.example")
        #expect(await trust.reason(desk) == nil)
        #expect(await trust.reason(desk) == .replayed)
    }

    @Test func `closes when the memory is full, and opens when entries have ended`() async {
        let trust = TestTrust(replayCapacity: 2)
        #expect(await trust.reason(unbound("a")) == nil)
        #expect(await trust.reason(unbound("b")) == nil)
        #expect(await trust.reason(unbound("c")) == .replayMemoryFull)
        #expect(await trust.reason(unbound("a")) == .replayed)
        #expect(await trust.reason(draft()) == nil)
        trust.seconds.advance(by: 310)
        var late = unbound("c")
        late.claim("iat", "\(TokenDraft.now + 310)")
        late.claim("exp", "\(TokenDraft.now + 400)")
        #expect(await trust.reason(late) == nil)
    }
}
