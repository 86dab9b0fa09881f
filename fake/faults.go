package fake

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
)

// Faults is a script of faults. Its methods name the operation by a pattern: "*", a name such as "order/confirm", or
// a method and a path such as "POST /orders/{id}". The first rule that has a fault for a call wins. The zero Faults has
// no faults. It is safe for concurrent use, also while the server runs.
type Faults struct {
	mu    sync.Mutex
	rules []*rule
}

// rule sets which calls of an operation fail.
type rule struct {
	pattern string
	about   string // for String
	calls   int
	used    bool
	fault   func(call int) (Fault, bool) // call counts from 1
}

// Next makes the next calls fail: the first of them with the first fault, the second with the second, and so on. Rules
// count side by side: of two calls of Next the second adds nothing to the first; give all faults at once.
func (f *Faults) Next(pattern string, faults ...Fault) {
	f.add(pattern, fmt.Sprintf("next: %v", faults), func(call int) (Fault, bool) {
		if call > len(faults) {
			return Fault{}, false
		}
		return faults[call-1], true
	})
}

// Nth makes the nth call from now fail, and no other. n counts from 1.
func (f *Faults) Nth(pattern string, n int, fault Fault) {
	f.add(pattern, fmt.Sprintf("call %d: %v", n, fault), func(call int) (Fault, bool) { return fault, call == n })
}

// From makes the nth call from now and every later one fail: a vendor that goes away for good.
func (f *Faults) From(pattern string, n int, fault Fault) {
	f.add(pattern, fmt.Sprintf("from call %d: %v", n, fault), func(call int) (Fault, bool) { return fault, call >= n })
}

// Every makes every nth call from now fail.
func (f *Faults) Every(pattern string, n int, fault Fault) {
	f.add(pattern, fmt.Sprintf("every %d: %v", n, fault), func(call int) (Fault, bool) {
		return fault, n > 0 && call%n == 0
	})
}

// Always makes every call from now fail.
func (f *Faults) Always(pattern string, fault Fault) { f.Every(pattern, 1, fault) }

// Random makes a share of the calls (0 to 1) fail, each with one of the faults. The seed makes a run repeatable: String
// prints it. It returns the seed, which is a fresh one if 0 was given.
func (f *Faults) Random(pattern string, share float64, seed uint64, faults ...Fault) uint64 {
	for seed == 0 {
		seed = rand.Uint64()
	}
	dice := rand.New(rand.NewPCG(seed, seed))
	f.add(pattern, fmt.Sprintf("random %g, seed %d: %v", share, seed, faults), func(int) (Fault, bool) {
		hit, which := dice.Float64() < share, dice.IntN(max(1, len(faults)))
		if !hit || len(faults) == 0 {
			return Fault{}, false
		}
		return faults[which], true
	})
	return seed
}

// Unused lists the rules that made nothing fail so far, one a text: a pattern may be wrong. A test that wants a fault
// to have happened looks.
func (f *Faults) Unused() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var out []string
	for _, r := range f.rules {
		if !r.used {
			out = append(out, r.pattern+": "+r.about)
		}
	}
	return out
}

// Clear drops all rules.
func (f *Faults) Clear() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.rules = nil
}

// String lists the rules, one a line, with the seeds of the random ones.
func (f *Faults) String() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var b strings.Builder
	for _, r := range f.rules {
		fmt.Fprintf(&b, "%s: %s\n", r.pattern, r.about)
	}
	return b.String()
}

func (f *Faults) add(pattern, about string, fault func(int) (Fault, bool)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.rules = append(f.rules, &rule{pattern: pattern, about: about, fault: fault})
}

// pick counts a call and returns its fault, if it has one. Every rule that matches counts the call, also when an
// earlier rule has the fault.
func (f *Faults) pick(op, method, path string) Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	var found Fault
	for _, r := range f.rules {
		if !matches(r.pattern, op, method, path) {
			continue
		}
		r.calls++
		if fault, ok := r.fault(r.calls); ok && found.kind == none {
			found, r.used = fault, true
		}
	}
	return found
}
