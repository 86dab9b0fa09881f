// Package memory has a store for the bridge that keeps everything in memory: for tests, small tools and first steps.
// Nothing outlives the process.
//
// The cost of a Load, Save, Receive or Claim does not grow with the number of orders; the lists read all that is
// stored.
package memory
