package exchange1c

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo/erp/onec/commerceml"
)

// query answers with the orders for 1C. They are written to a file first, so that an error in the middle becomes a
// refusal, and not an answer that looks complete.
func (h *Handler) query(w http.ResponseWriter, c *call, s *session) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := h.confirmPast(c.Context(), s); err != nil {
		return err
	}
	f, err := os.CreateTemp(h.settings.Dir, folderPrefix+"query-")
	if err != nil {
		return err
	}
	defer func() {
		_ = f.Close()
		_ = os.Remove(f.Name())
	}()
	limited := &limitedWriter{w: f, left: h.settings.MaxOrdersAnswer}
	var batch []Sent
	if h.settings.Query != nil {
		batch, err = h.settings.Query(c.Context(), limited)
	} else { // 1C takes an empty answer for an error
		err = commerceml.NewWriter(limited, commerceml.File{Version: h.settings.Version, Made: made(h.settings.Clock)}).Close()
	}
	if err != nil {
		return err
	}
	charset, err := begins(f)
	if err != nil {
		return err
	}
	s.asked, s.waiting, s.batch = true, true, batch
	h.mu.Lock()
	h.offered = &batch
	h.mu.Unlock()
	w.Header().Set("Content-Type", "application/xml; charset="+charset)
	w.Header().Set("Content-Length", strconv.FormatInt(h.settings.MaxOrdersAnswer-limited.left, 10))
	w.Header().Set("Cache-Control", "no-store")
	if _, err := io.Copy(w, f); err != nil {
		h.settings.Logger.Warn("1c_exchange: 1C did not take the orders", "error", err)
	}
	return nil
}

var encodingOf = regexp.MustCompile(`^<\?xml[^>]*\sencoding=["']([A-Za-z0-9._-]+)["']`)

// begins checks that a file begins as 1C wants it, and returns the encoding that it states: the head of the answer must
// state the same.
func begins(f *os.File) (charset string, err error) {
	head := make([]byte, 256)
	n, err := f.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	head = bytes.TrimPrefix(head[:n], []byte("\ufeff")) // some 1C need one, others do not bear it
	if !bytes.HasPrefix(head, []byte("<?xml")) {
		return "", errors.New("the orders do not begin with <?xml: 1C would refuse them")
	}
	charset = "utf-8"
	if m := encodingOf.FindSubmatch(head); m != nil {
		charset = strings.ToLower(string(m[1]))
	}
	_, err = f.Seek(0, io.SeekStart)
	return charset, err
}

// limitedWriter bounds what is written.
type limitedWriter struct {
	w    io.Writer
	left int64
}

func (l *limitedWriter) Write(p []byte) (int, error) {
	if l.left -= int64(len(p)); l.left < 0 {
		return 0, errors.New("the answer with orders is longer than Settings.MaxOrdersAnswer: offer fewer at once")
	}
	return l.w.Write(p)
}

// confirm answers success: the orders of the session's query were read. The same again changes nothing, and neither
// does it where nothing was queried: some callers end each exchange with it.
func (h *Handler) confirm(w http.ResponseWriter, c *call, s *session) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.waiting {
		if err := h.confirmed(c.Context(), s.batch); err != nil {
			return err
		}
		s.waiting = false
	}
	h.say(w, success)
	return nil
}

// confirmed tells the host what was read.
func (h *Handler) confirmed(ctx context.Context, batch []Sent) error {
	if h.settings.Read != nil {
		if err := h.settings.Read(ctx, batch); err != nil {
			return err
		}
	}
	h.mu.Lock()
	h.offered = nil
	h.mu.Unlock()
	return nil
}

// confirmPast counts what an earlier session was given as read, where 1C never says so.
func (h *Handler) confirmPast(ctx context.Context, s *session) error {
	h.mu.Lock()
	past := h.offered
	h.mu.Unlock()
	if !h.settings.ReadByQuery || s.asked || past == nil {
		return nil
	}
	return h.confirmed(ctx, *past)
}
