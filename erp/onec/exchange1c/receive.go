package exchange1c

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/erp/onec/commerceml"
)

// Query returns the orders that the shop has for 1C, as CommerceML that is read while it comes: it begins with "<?xml".
// The caller closes it, keeps the orders, and then calls Success: without that the shop offers them again.
func (s *Session) Query(ctx context.Context) (io.ReadCloser, error) {
	return s.xml(ctx, "query")
}

// Info returns the lists of statuses, payment systems and deliveries of the shop, as XML. Not every shop has them.
func (s *Session) Info(ctx context.Context) (io.ReadCloser, error) {
	return s.xml(ctx, "info")
}

// headLength is how much of an answer is looked at to see what it is; a refusal is not longer.
const headLength = 4 << 10

// xml returns an answer that is XML.
func (s *Session) xml(ctx context.Context, mode string) (io.ReadCloser, error) {
	c := s.client.rest
	r := s.request(mode, nil, nil)
	st, err := c.Open(ctx, r)
	if err != nil {
		return nil, err
	}
	b := bufio.NewReaderSize(st, headLength)
	head, err := b.Peek(headLength)
	if err != nil && !errors.Is(err, io.EOF) {
		st.Close()
		return nil, err
	}
	if bytes.HasPrefix(head, []byte("\ufeff")) {
		_, _ = b.Discard(3) // it was peeked
		head = head[3:]
	}
	if bytes.HasPrefix(head, []byte("<?xml")) {
		return struct {
			io.Reader
			io.Closer
		}{b, st}, nil
	}
	st.Close()
	text := strings.TrimSpace(plain(st.Header.Get("Content-Type"), head))
	word, rest, _ := strings.Cut(text, "\n")
	switch word = strings.ToLower(strings.TrimSpace(word)); {
	case word == failure || word == "error":
		e := c.Fail(r.Op, classOf(rest), strings.TrimSpace(rest), nil)
		e.Code, e.HTTPStatus = word, st.Status
		return nil, e
	case bytes.HasPrefix(head, []byte("PK")):
		return nil, c.Fail(r.Op, ordo.Unsupported, "the shop answers with an archive: switch that off there", nil)
	case text == "":
		return nil, c.Fail(r.Op, ordo.Retry, "the answer is empty", nil)
	}
	return nil, c.Fail(r.Op, ordo.Retry, "the answer does not begin with <?xml: "+text, nil)
}

// Orders reads the orders of the shop, and confirms them once take has kept them. take reads all records: if it fails,
// or stops before the end, nothing is confirmed, and the shop offers them again.
func (c *Client) Orders(ctx context.Context, take func(ctx context.Context, orders *commerceml.Reader) error) error {
	s, err := c.Start(ctx, "sale")
	if err != nil {
		return err
	}
	r, err := s.Query(ctx)
	if err != nil {
		return err
	}
	end := &endSeen{r: r}
	err = take(ctx, commerceml.NewReader(end))
	if e := r.Close(); err == nil {
		err = e
	}
	switch {
	case err != nil:
		return err
	case !end.seen:
		return c.rest.Fail("sale/success", ordo.Invalid, "the orders were not read to the end, so they are not confirmed", nil)
	}
	return s.Success(ctx)
}

// endSeen reports whether everything was read.
type endSeen struct {
	r    io.Reader
	seen bool
}

func (e *endSeen) Read(p []byte) (int, error) {
	n, err := e.r.Read(p)
	e.seen = e.seen || errors.Is(err, io.EOF)
	return n, err
}
