package files

import (
	"context"
	"sync"
)

// Watch finds the files of a folder that another program has finished writing. It is safe for concurrent use.
type Watch struct {
	folder  Folder
	pattern string

	mu   sync.Mutex
	seen map[string]Entry
}

// NewWatch returns a watch for the files whose names match a pattern, as in Folder.List.
func NewWatch(f Folder, pattern string) *Watch { return &Watch{folder: f, pattern: pattern} }

// Complete lists the folder, and returns the files that have the same size and time as when it was called last. A file
// that is still growing waits for the next call; so does every file at the first call.
func (w *Watch) Complete(ctx context.Context) ([]Entry, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := map[string]Entry{}
	var out []Entry
	for e, err := range w.folder.List(ctx, w.pattern) {
		if err != nil {
			return nil, err
		}
		now[e.Name] = e
		if was, seen := w.seen[e.Name]; seen && was.Size == e.Size && was.Time.Equal(e.Time) {
			out = append(out, e)
		}
	}
	w.seen = now
	return out, nil
}
