package clienttest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// toy is a client that keeps every promise but the one that flaw names.
type toy struct {
	flaw     string
	token    func() string
	settings rest.Settings
	account  string
	quiet    time.Time
}

type toyOrder struct {
	ID    int                        `json:"id"`
	Name  string                     `json:"name"`
	Lines []toyLine                  `json:"lines"`
	Extra map[string]json.RawMessage `json:"-"`
}

type toyLine struct {
	SKU   string                     `json:"sku"`
	Extra map[string]json.RawMessage `json:"-"`
}

type toyRow struct {
	Value   toyOrder
	Problem error
}

// bareToy has no room for what it does not know.
type bareToy struct {
	Lines []struct{ SKU string } `json:"lines"`
}

// chatty shows its secret.
type chatty struct{ Token string }

const toySecret = "s3cr+t/Key"

func newToy(flaw string) func([]string, string, ...ordo.Option) *toy {
	return func(secrets []string, base string, opts ...ordo.Option) *toy {
		s := rest.Resolve(rest.Settings{System: "toy", BaseURL: Base}, append(opts, ordo.WithBaseURL(base))...)
		if flaw == "believes any address" && s.Err != nil {
			s.Err, s.BaseURL = nil, base
		}
		if s.Err == nil && strings.TrimSpace(secrets[0]) == "" && flaw != "sends nothing for a key" {
			s.Err = &ordo.Error{System: "toy", Class: ordo.Auth, Text: "the token is empty"}
		}
		return &toy{flaw: flaw, token: func() string { return secrets[0] }, settings: s, account: s.Account}
	}
}

func (c *toy) NameAccount(name string) error {
	if c.account == "" || c.is("takes every name") {
		c.account = name
	}
	if c.account != name {
		return c.fail("settings", ordo.Invalid, 0, "named "+c.account+" already, not "+name, nil)
	}
	return nil
}

func (c *toy) is(flaw string) bool { return c.flaw == flaw }

func (c *toy) fail(op string, class ordo.Class, status int, text string, cause error) *ordo.Error {
	account := c.account
	if c.is("hides its name") {
		account = ""
	}
	return &ordo.Error{System: "toy", Account: account, Op: op, Class: class, HTTPStatus: status, Text: text, Err: cause}
}

// undone is the class of a call that nobody has decided.
func undone(method string) ordo.Class {
	if method == http.MethodPost {
		return ordo.InDoubt
	}
	return ordo.Retry
}

// send sends a request and returns the vendor's own answer.
func (c *toy) send(ctx context.Context, op, method, path string) (map[string]json.RawMessage, error) {
	if c.settings.Err != nil {
		var e *ordo.Error
		errors.As(c.settings.Err, &e)
		return nil, c.fail(op, e.Class, 0, e.Text, nil)
	}
	if ctx == nil && !c.is("needs a context") {
		return nil, c.fail(op, ordo.Invalid, 0, "the context is nil", nil)
	}
	if err := ctx.Err(); err != nil && !c.is("sends in a context that has ended") {
		return nil, c.fail(op, ordo.Retry, 0, "not sent", err)
	}
	if wait := time.Until(c.quiet); wait > 0 {
		return nil, c.fail(op, ordo.RateLimited, 0, "not sent", nil)
	}
	if l := c.settings.Limiter; l != nil && !c.is("takes no place") {
		if _, err := l.Reserve(ctx, "toy/requests/"+c.account, c.settings.Limits); err != nil {
			return nil, c.fail(op, ordo.Retry, 0, "not sent", err)
		}
	}
	parent := ctx
	if c.is("does not hear the context") {
		parent = context.WithoutCancel(ctx)
		if ctx.Err() != nil {
			parent = ctx
		}
	}
	limit := time.Minute
	if c.is("is impatient") {
		limit = 10 * time.Second
	}
	if c.is("waits for ever") {
		limit = time.Hour
	}
	tryCtx, cancel := context.WithTimeout(parent, limit)
	defer cancel()
	if c.is("sends in a context that has ended") {
		tryCtx = context.WithoutCancel(ctx)
	}
	r, err := http.NewRequestWithContext(tryCtx, method, c.settings.BaseURL+path, strings.NewReader(""))
	if err != nil {
		return nil, c.fail(op, ordo.Invalid, 0, "", err)
	}
	r.Header.Set("Authorization", c.token())
	hc := *c.settings.HTTPClient
	if !c.is("follows") {
		hc.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	}
	resp, err := hc.Do(r)
	if err != nil {
		if parent.Err() == nil && tryCtx.Err() == nil || c.is("repeats what it hears") {
			err = c.clean(err)
		}
		return nil, c.fail(op, undone(method), 0, "no answer", err)
	}
	if !c.is("leaves answers open") {
		defer resp.Body.Close()
	}
	return c.read(op, method, resp)
}

// clean is an error without the token.
func (c *toy) clean(err error) error { return errors.New(c.cleanText(err.Error())) }

func (c *toy) cleanText(s string) string {
	if c.is("repeats what it hears") {
		return s
	}
	for _, form := range forms(c.token()) {
		if form != "" {
			s = strings.ReplaceAll(s, form, "***")
		}
	}
	if len(s) > 500 && !c.is("keeps long words") {
		s = s[:500]
	}
	return s
}

func (c *toy) read(op, method string, resp *http.Response) (map[string]json.RawMessage, error) {
	status := resp.StatusCode
	most := int64(8 << 20)
	if c.is("reads without end") {
		most = 40 << 20
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, most))
	if err != nil && !c.is("takes half for whole") {
		return nil, c.fail(op, undone(method), status, "the answer broke off", err)
	}
	c.settings.Logger.Debug("answer", "body", c.cleanText(string(body)))
	if status == http.StatusTooManyRequests {
		e := c.fail(op, ordo.RateLimited, status, "slow down", nil)
		if n, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil && n > 0 {
			if !c.is("waits as told") {
				n = min(n, 60)
			}
			e.RetryAfter = time.Duration(n) * time.Second
		}
		c.quiet = time.Now().Add(e.RetryAfter)
		return nil, e
	}
	if status >= 300 && status < 400 {
		to, _ := url.Parse(resp.Header.Get("Location"))
		return nil, c.fail(op, undone(method), status, "redirected to "+to.Host+", not followed", nil)
	}
	var all map[string]json.RawMessage
	err = json.Unmarshal(body, &all)
	if c.is("takes half for whole") && err != nil && status < 300 {
		return map[string]json.RawMessage{"order": []byte(`{"id":7}`), "orders": []byte(`[]`)}, nil
	}
	if words, ok := all["error"]; ok && err == nil {
		return nil, c.fail(op, ordo.Invalid, status, c.cleanText(string(words)), nil)
	}
	class := undone(method)
	html, asks := bytes.HasPrefix(body, []byte("<!")), len(all) == 0
	if status >= 400 && html && c.is("obeys pages") || err != nil && !html && c.is("obeys garbage") || err == nil && asks && c.is("obeys nothing") {
		class = ordo.Invalid
	}
	if err != nil || status >= 300 {
		return nil, c.fail(op, class, status, "not the vendor's answer", nil)
	}
	return all, nil
}

// decode reads an order.
func (c *toy) decode(b []byte) (o toyOrder, err error) {
	field := func(all map[string]json.RawMessage, name string, into any) {
		if e := json.Unmarshal(all[name], into); e != nil && all[name] != nil && err == nil && !c.is("swallows") {
			err = fmt.Errorf("%s: %w", name, e)
		}
		delete(all, name)
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(b, &all); err != nil || all == nil {
		return o, errors.New("no order")
	}
	var lines []json.RawMessage
	field(all, "id", &o.ID)
	field(all, "name", &o.Name)
	field(all, "lines", &lines)
	for _, raw := range lines {
		var fields map[string]json.RawMessage
		if e := json.Unmarshal(raw, &fields); e != nil && err == nil {
			err = fmt.Errorf("lines: %w", e)
		}
		var l toyLine
		field(fields, "sku", &l.SKU)
		if !c.is("forgets below") {
			l.Extra = fields
		}
		o.Lines = append(o.Lines, l)
	}
	o.Extra = all
	return o, err
}

// order reads the order of an answer.
func (c *toy) order(ctx context.Context, op, method, path string, want int) (any, error) {
	all, err := c.send(ctx, op, method, path)
	if err != nil {
		return nil, err
	}
	if all["order"] == nil || string(all["order"]) == "null" {
		return nil, c.fail(op, undone(method), 200, "the answer has no order", nil)
	}
	o, err := c.decode(all["order"])
	if err != nil {
		return nil, c.fail(op, undone(method), 200, "cannot be read", err)
	}
	if o.ID != want && !c.is("takes any") {
		return nil, c.fail(op, undone(method), 200, fmt.Sprintf("asked for %d, id is %d", want, o.ID), nil)
	}
	return &o, nil
}

func (c *toy) list(ctx context.Context) iter.Seq2[toyRow, error] {
	const op = "orders"
	return func(yield func(toyRow, error) bool) {
		seen := map[int]bool{}
		stopped := false
		for page := 0; ; page++ {
			all, err := c.send(ctx, op, http.MethodGet, "/orders?page="+strconv.Itoa(page))
			if err != nil {
				yield(toyRow{}, err)
				return
			}
			var rows []json.RawMessage
			if err := json.Unmarshal(all["orders"], &rows); err != nil {
				yield(toyRow{}, c.fail(op, ordo.Retry, 200, "the answer has no orders", nil))
				return
			}
			fresh := false
			for _, raw := range rows {
				o, err := c.decode(raw)
				if err != nil && c.is("ends with a bad row") {
					yield(toyRow{}, c.fail(op, ordo.Invalid, 200, "a bad row", err))
					return
				}
				fresh = fresh || !seen[o.ID]
				seen[o.ID] = true
				if err == nil || !c.is("skips bad rows") {
					if !stopped && !yield(toyRow{o, err}, nil) {
						if !c.is("goes on") {
							return
						}
						stopped = true
					}
				}
			}
			switch {
			case string(all["more"]) != "true" || stopped && page > 1:
				return
			case !fresh && !c.is("turns in a circle"):
				yield(toyRow{}, c.fail(op, ordo.Retry, 200, "no progress: the page was there before", nil))
				return
			}
		}
	}
}

// fixture is the toy as the suite sees it.
func fixture(flaw string) Client[*toy] {
	c := Client[*toy]{
		Secrets: []string{toySecret}, New: newToy(flaw), Refusal: Reply{Status: 400, Body: `{"error":"TEXT"}`},
		Types: []any{toyOrder{}, toyRow{}},
		Holds: func(*toy) []any { return []any{slog.LevelInfo} },
		Ops: []Op[*toy]{
			{
				Name: "orders/get", Record: "order", Asked: []string{"order.id"},
				Answer: `{"order":{"id":7,"name":"Mug","lines":[{"sku":"A"},{"sku":"B"}]},"took":3}`,
				Do: func(ctx context.Context, c *toy) (any, error) {
					return c.order(ctx, "orders/get", "GET", "/orders/7", 7)
				},
			},
			{
				Name: "orders/create", Write: true, On: "POST /orders", Record: "order", Asked: []string{"order.id"}, Status: 201,
				Beside: []Reply{{On: "GET /orders*", Body: `{}`}},
				Answer: `{"order":{"id":8,"name":"Mug","lines":[]}}`,
				Do: func(ctx context.Context, c *toy) (any, error) {
					return c.order(ctx, "orders/create", "POST", "/orders", 8)
				},
			},
			{
				Name: "orders", Record: "orders", Answer: `{"orders":[{"id":1,"name":"Mug"},{"id":2,"name":"Cup"}],"more":false}`,
				Each: func(ctx context.Context, c *toy) iter.Seq2[any, error] { return Rows(c.list(ctx)) },
				Page: func(n int) string { return fmt.Sprintf(`{"orders":[{"id":%d}],"more":true}`, n+1) },
			},
		},
	}
	switch flaw {
	case "shows its port":
		c.Holds = func(*toy) []any { return []any{chatty{toySecret}} }
	case "has bare types":
		c.Types = append(c.Types, bareToy{})
	}
	return c
}
