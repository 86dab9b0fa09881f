package report

import (
	"maps"
	"math/bits"
	"slices"
	"time"
)

// durations is a histogram of lengths of time. A class is 1/64 of its length wide, one second at least, so that their
// number is bounded whatever is counted.
type durations struct {
	n       int
	classes map[int]int
}

// fine is how many classes there are from one power of two to the next, as a power of two.
const fine = 6

func (d *durations) add(length time.Duration) {
	if d.classes == nil {
		d.classes = map[int]int{}
	}
	d.n++
	d.classes[classOf(max(0, int64(length/time.Second)))]++
}

// classOf returns the class of a length in seconds.
func classOf(s int64) int {
	n := bits.Len64(uint64(s))
	if n <= fine+1 {
		return int(s)
	}
	shift := n - fine - 1
	return shift<<fine + int(s>>shift)
}

// lengthOf returns the shortest length of a class, in seconds.
func lengthOf(class int) int64 {
	if class < 2<<fine {
		return int64(class)
	}
	shift := class>>fine - 1
	return int64(class-shift<<fine) << shift
}

// quantile returns the length that a share of the lengths, in hundredths, does not exceed: of the class in which it
// lies, the shortest. It is 0 if there are none.
func (d *durations) quantile(hundredths int) time.Duration {
	want := (d.n*hundredths + 99) / 100
	for _, class := range slices.Sorted(maps.Keys(d.classes)) {
		if want -= d.classes[class]; want <= 0 {
			return time.Duration(lengthOf(class)) * time.Second
		}
	}
	return 0
}
