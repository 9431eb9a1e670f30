// SPDX-License-Identifier: Apache-2.0
// Medical Interoperability Gateway

import Foundation

/// The two-sample Kolmogorov–Smirnov test: whether two samples could be of one distribution, whatever that is.
struct TwoSampleTest {
    /// The largest distance between the two samples' distribution functions.
    let distance: Double
    /// How likely so large a distance is where both are of one distribution.
    let probability: Double

    init(_ one: [Double], _ other: [Double]) {
        let (one, other) = (one.sorted(), other.sorted())
        var (i, j, distance) = (0, 0, 0.0)
        while i < one.count, j < other.count {
            let value = min(one[i], other[j])
            while i < one.count, one[i] <= value { i += 1 }
            while j < other.count, other[j] <= value { j += 1 }
            distance = max(distance, abs(Double(i) / Double(one.count) - Double(j) / Double(other.count)))
        }
        self.distance = distance
        let root = (Double(one.count) * Double(other.count) / Double(one.count + other.count)).squareRoot()
        let scaled = (root + 0.12 + 0.11 / root) * distance
        // The series does not converge for distances that are next to nothing.
        guard scaled > 0.3 else {
            probability = 1
            return
        }
        var sum = 0.0
        for k in 1...100 {
            let term: Double = exp(-2 * Double(k * k) * scaled * scaled)
            sum += k.isMultiple(of: 2) ? -2 * term : 2 * term
        }
        probability = min(1, max(0, sum))
    }
}
