import ArgumentParser
import AsyncHTTPClient
import Hummingbird

@main struct Mig: ParsableCommand { mutating func run() { print("mig") } }
