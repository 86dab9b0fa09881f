package rest

import (
	"hash/maphash"
	"iter"
	"strconv"

	"github.com/ordo-sdk/ordo"
)

// DefaultPages is how many pages of a list are read at most, unless a list says otherwise.
const DefaultPages = 10000

// mostEmpty is how many pages in a row may hold no row although more are said to come.
const mostEmpty = 10

// List describes a list that comes in pages.
type List[T any] struct {
	Op   string // in errors
	Most int    // pages read at most; 0 means DefaultPages
	// Page reads the page at a cursor, which is "" for the first page, hands its rows to yield, and returns the cursor
	// of the page behind it, or "" if there is none. key is what tells a row from others, such as its id or the row
	// itself; it may be empty. When yield returns false Page returns at once; what it returns does not count then.
	Page func(cursor string, yield func(key string, row T) bool) (next string, err error)
}

// All walks the pages and yields their rows. An error comes once, last. Besides those of Page it is one of class Retry
// if the list does not get on: if a page begins as one did before, a cursor comes again, or too many pages in a row are
// empty; and one of class Unsupported, with a *PagesError, if there are more pages than may be read.
func (l List[T]) All(c *Client) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		seed := maphash.MakeSeed()
		cursors, first := map[string]bool{"": true}, map[uint64]bool{}
		cursor, most, empty := "", or(l.Most, DefaultPages), 0
		for n := 0; n < most; n++ {
			rows, left, stuck := 0, false, false
			next, err := l.Page(cursor, func(key string, row T) bool {
				if rows++; rows == 1 && key != "" {
					sum := maphash.String(seed, key)
					if stuck = first[sum]; stuck {
						return false
					}
					first[sum] = true
				}
				left = !yield(row, nil)
				return !left
			})
			if empty++; rows > 0 {
				empty = 0
			}
			switch {
			case left:
				return
			case stuck:
				err = c.Fail(l.Op, ordo.Retry, "no progress: page "+strconv.Itoa(n+1)+" begins as an earlier one did", nil)
			case err != nil:
			case next == "":
				return
			case cursors[next]:
				err = c.Fail(l.Op, ordo.Retry, "no progress: after page "+strconv.Itoa(n+1)+" comes one that was there before", nil)
			case empty == mostEmpty:
				err = c.Fail(l.Op, ordo.Retry, "no progress: the last "+strconv.Itoa(empty)+" pages hold nothing", nil)
			}
			if err != nil {
				yield(none, err)
				return
			}
			cursors[next], cursor = true, next
		}
		yield(none, c.Fail(l.Op, ordo.Unsupported, "the list is too long: ask for less at once", &PagesError{most, c.scrub.brief(cursor, placeLimit)}))
	}
}

// PagesError is the cause of an error of a list that has more pages than may be read at once.
type PagesError struct {
	Pages int
	Next  string // cursor of the page behind the last one that was read; cut, and without secrets
}

// Error returns how many pages were read.
func (e *PagesError) Error() string { return strconv.Itoa(e.Pages) + " pages were read" }
