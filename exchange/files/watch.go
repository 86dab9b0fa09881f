package files

import (
	"context"
	"sync"
	"time"
)

// Watch finds the files of a folder that another program has finished writing. It is safe for concurrent use.
type Watch struct {
	folder  Folder
	pattern string

	mu    sync.Mutex
	quiet time.Duration
	seen  map[string]sight
}

// sight is a file as it was seen last, and since when it is like that.
type sight struct {
	Entry
	since time.Time
}

// Quiet sets for how long a file must not have changed before it is complete. Without it the next look is enough, which
// tells nothing if it comes at once.
func (w *Watch) Quiet(d time.Duration) *Watch {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.quiet = d
	return w
}

// NewWatch returns a watch for the files whose names match a pattern, as in Folder.List.
func NewWatch(f Folder, pattern string) *Watch { return &Watch{folder: f, pattern: pattern} }

// Complete lists the folder, and returns the files that have the same size and time as when it was called last, and for
// as long as [Watch.Quiet] says. A file that is still growing waits for a later call; so does every file at the first
// call.
func (w *Watch) Complete(ctx context.Context) ([]Entry, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := map[string]sight{}
	var out []Entry
	for e, err := range w.folder.List(ctx, w.pattern) {
		if err != nil {
			return nil, err
		}
		was, seen := w.seen[e.Name]
		if !seen || was.Size != e.Size || !was.Time.Equal(e.Time) {
			now[e.Name] = sight{e, time.Now()}
			continue
		}
		if now[e.Name] = was; time.Since(was.since) >= w.quiet {
			out = append(out, e)
		}
	}
	w.seen = now
	return out, nil
}
