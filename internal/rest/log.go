package rest

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// report logs and dumps a finished try.
func (c *Client) report(ctx context.Context, x *exchange, s *sent) {
	if c.debug.Enabled(ctx, slog.LevelDebug) {
		c.log(ctx, x, s)
	}
	if c.settings.Dump != nil {
		c.dump(x, s)
	}
}

// log writes one line.
func (c *Client) log(ctx context.Context, x *exchange, s *sent) {
	attrs := make([]slog.Attr, 0, 9)
	attrs = append(
		attrs,
		slog.String("system", c.settings.System), slog.String("account", c.Account()), slog.String("op", x.Op),
		slog.String("method", x.method), slog.String("path", c.scrub.text(x.path)),
		slog.Duration("took", time.Since(s.started)), slog.Int("attempt", s.try),
	)
	if s.resp != nil {
		attrs = append(attrs, slog.Int("status", s.resp.StatusCode))
	}
	if s.failure != nil {
		e := *s.failure.err
		e.System, e.Account, e.HTTPStatus = "", "", 0 // said already
		attrs = append(attrs, slog.String("error", c.scrub.brief(e.Error(), causeLimit)))
	}
	c.debug.LogAttrs(ctx, slog.LevelDebug, "exchange", attrs...)
}

// dumpWindow is how much of a body is dumped.
const dumpWindow = 64 << 10

// dump writes the exchange as it went over the wire, without secrets.
func (c *Client) dump(x *exchange, s *sent) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "> %s %s (%s, try %d)\n", x.method, c.scrub.text(or(s.url, x.url)), x.Op, s.try)
	c.dumpHeader(&b, "> ", s.header)
	c.dumpBody(&b, x.body, s.header)
	if s.resp != nil {
		fmt.Fprintf(&b, "< %s (%s)\n", c.scrub.text(s.resp.Status), s.took.Round(time.Microsecond))
		c.dumpHeader(&b, "< ", s.resp.Header)
		c.dumpBody(&b, s.body, s.resp.Header)
	}
	if s.failure != nil {
		fmt.Fprintf(&b, "! %s\n", c.scrub.brief(s.failure.err.Error(), causeLimit))
	}
	b.WriteByte('\n')
	c.dumping.Lock()
	defer c.dumping.Unlock()
	_, _ = c.settings.Dump.Write(b.Bytes()) // a dump that cannot be written must not stop the work
}

func (c *Client) dumpHeader(b *bytes.Buffer, mark string, h http.Header) {
	names := make([]string, 0, len(h))
	for n := range h {
		names = append(names, n)
	}
	slices.Sort(names)
	for _, n := range names {
		v := redacted
		if !c.scrub.header(n) {
			v = c.scrub.brief(strings.Join(h[n], ", "), textLimit)
		}
		fmt.Fprintf(b, "%s%s: %s\n", mark, n, v)
	}
}

func (c *Client) dumpBody(b *bytes.Buffer, body []byte, h http.Header) {
	if len(body) == 0 {
		return
	}
	if !utf8.Valid(body[:min(len(body), 512)]) && bytes.IndexByte(body[:min(len(body), 512)], 0) >= 0 {
		fmt.Fprintf(b, "[%d bytes of %s]\n", len(body), or(contentType(h), "unknown type"))
		return
	}
	b.WriteString(c.scrub.window(body, dumpWindow))
	if len(body) > dumpWindow {
		fmt.Fprintf(b, "... [%d bytes in all]", len(body))
	}
	b.WriteByte('\n')
}
