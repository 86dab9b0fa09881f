package bridge

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// Schedule says when [Bridge.Run] makes the passes of an account, in place of [WithPollEvery]. It is an [Option].
type Schedule struct {
	Account string
	// Every are the intervals between passes. One of less than MinInterval never runs, and Check reports it; the others
	// do.
	Every []time.Duration
	// WritesWait: the account is written to in its passes only, as where a program synchronises two systems at set
	// times.
	WritesWait bool
}

// MinInterval is the shortest interval of a Schedule.
const MinInterval = 10 * time.Minute

// intervals returns the intervals that run, without repetition, the shortest first.
func (s Schedule) intervals() []time.Duration {
	ds := slices.DeleteFunc(slices.Clone(s.Every), func(d time.Duration) bool { return d < MinInterval })
	slices.Sort(ds)
	return slices.Compact(ds)
}

// IntervalError says that an interval of a schedule is too short, so that it never runs.
type IntervalError struct{ Every time.Duration }

// Error implements error.
func (e *IntervalError) Error() string {
	return fmt.Sprintf("the schedule has an interval of %s, which never runs; the shortest is %s", e.Every, MinInterval)
}

// problem returns what of a schedule never runs.
func (s Schedule) problem() error {
	var errs []error
	for _, d := range s.Every {
		if d < MinInterval {
			errs = append(errs, &IntervalError{d})
		}
	}
	return errors.Join(errs...)
}
