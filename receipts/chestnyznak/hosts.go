package chestnyznak

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// CDN is the address of the permission mode: it names the hosts that answer.
const CDN = "https://cdn.crpt.ru"

// apiKeyHeader is the header with the key of the cash desks.
const apiKeyHeader = "X-API-KEY"

// How long the list of hosts counts, how long a host that failed rests, and how long one may take while others are
// left to ask. The clients of others differ in all three.
const (
	listLife = 6 * time.Hour
	hostRest = 15 * time.Minute
	hostTime = 2 * time.Second
)

// hosts is embedded where hosts are asked; copies share the pool.
type hosts struct{ pool *pool }

// pool are the vendor's hosts, the quickest first.
type pool struct {
	rest     *rest.Client // of the address that names the hosts
	settings rest.Settings
	key      ordo.Secret

	turn chan struct{} // held while the list is read

	mu     sync.Mutex
	list   []*host
	listed time.Time
}

type host struct {
	quick, patient *rest.Client
	rests          time.Time // not asked until then, as it did not answer
	time           int64     // on average, in milliseconds
}

func newPool(s rest.Settings, key ordo.Secret) *pool {
	p := &pool{settings: s, key: key, turn: make(chan struct{}, 1)}
	p.rest = p.open(s, 0)
	return p
}

// open makes a client of one address.
func (p *pool) open(s rest.Settings, timeout time.Duration) *rest.Client {
	return rest.New(s, rest.Config{
		Auth:    []rest.Auth{{Header: apiKeyHeader, Value: p.key}},
		Judge:   judgeHost,
		Hidden:  hidden,
		MaxBody: maxAnswer,
		Timeout: timeout,
		Decode:  rest.Decoder(decode),
	})
}

// NameAccount names the account in errors and logs; see [Client.NameAccount].
func (h hosts) NameAccount(name string) error {
	err := h.pool.rest.NameAccount(name)
	if err == nil {
		h.pool.mu.Lock()
		defer h.pool.mu.Unlock()
		h.pool.list = nil // its clients have the old name
	}
	return err
}

// judgeHost reads the errors of the hosts: their answers have a code, which is 0 in a good one.
func judgeHost(r *rest.Reply) *ordo.Error {
	if e := judge(r); e != nil {
		return e
	}
	f := faultOf(r.Body)
	if f == nil || f.Code == "" || f.Code == "0" {
		return nil
	}
	e := &ordo.Error{Code: f.Code, Text: cmp.Or(f.text(), "the registry gives no reason"), Class: ordo.Invalid}
	if f.Code == "401" || f.Code == "403" {
		e.Class = ordo.Auth
	}
	return e
}

// ask sends a question to the hosts until one answers. When none has, the first is asked once more, and waited for.
func (h hosts) ask(ctx context.Context, r rest.Request, out any) error {
	all, err := h.pool.get(ctx)
	if err != nil {
		return err
	}
	var last error
	for _, one := range all {
		if _, last = one.quick.Do(ctx, r, out); last == nil || !elsewhere(ctx, last) {
			return last
		}
		h.pool.pause(one)
	}
	_, err = all[0].patient.Do(ctx, r, out)
	return err
}

// elsewhere reports whether another host may answer.
func elsewhere(ctx context.Context, err error) bool {
	class := ordo.ClassOf(err)
	return ctx != nil && ctx.Err() == nil && (class == ordo.Retry || class == ordo.RateLimited)
}

// pause lets a host rest.
func (p *pool) pause(one *host) {
	p.mu.Lock()
	defer p.mu.Unlock()
	one.rests = p.settings.Clock.Now().Add(hostRest)
}

// get returns the hosts in the order in which they are to be asked: those that rest come last.
func (p *pool) get(ctx context.Context) ([]*host, error) {
	if err := p.refresh(ctx); err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.settings.Clock.Now()
	all := slices.Clone(p.list)
	slices.SortStableFunc(all, func(a, b *host) int {
		if ra, rb := now.Before(a.rests), now.Before(b.rests); ra != rb {
			if ra {
				return 1
			}
			return -1
		}
		return cmp.Compare(a.time, b.time)
	})
	return all, nil
}

// refresh reads the hosts if they are not known, or none of them answers. Callers that need them at the same time wait
// for each other.
func (p *pool) refresh(ctx context.Context) error {
	if ctx == nil {
		return p.rest.Fail("cdn/info", ordo.Invalid, "not sent: the context is nil", nil)
	}
	select {
	case p.turn <- struct{}{}:
		defer func() { <-p.turn }()
	case <-ctx.Done():
		return p.rest.Fail("cdn/info", ordo.Retry, "not sent", context.Cause(ctx))
	}
	now := p.settings.Clock.Now()
	p.mu.Lock()
	had := len(p.list) > 0
	awake := slices.ContainsFunc(p.list, func(h *host) bool { return !now.Before(h.rests) })
	fresh := now.Before(p.listed.Add(listLife))
	p.mu.Unlock()
	if awake && fresh {
		return nil
	}
	list, err := p.read(ctx)
	if err == nil {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.list, p.listed = list, now
	}
	if had && ordo.ClassOf(err) != ordo.Auth {
		return nil // the hosts that were known may answer
	}
	return err
}

// read asks for the list of hosts, and each host how quick it is.
func (p *pool) read(ctx context.Context) ([]*host, error) {
	const op = "cdn/info"
	var in struct {
		Hosts []struct {
			Host string `json:"host"`
		} `json:"hosts"`
	}
	r := rest.Request{Op: op, Path: v4 + "/cdn/info", Check: func() error { return lacks("hosts", len(in.Hosts) == 0) }}
	if _, err := p.rest.Do(ctx, r, &in); err != nil {
		return nil, err
	}
	var list []*host
	var wrong []error
	for _, x := range in.Hosts {
		s := p.settings
		s.BaseURL, s.Account = strings.TrimRight(strings.TrimSpace(x.Host), "/"), p.rest.Account()
		if bad := rest.Resolve(rest.Settings{System: Name, BaseURL: s.BaseURL}).Err; bad != nil {
			wrong = append(wrong, bad) // the key goes to no address that others could listen to
			continue
		}
		once := s
		once.MaxAttempts = 1
		list = append(list, &host{quick: p.open(once, hostTime), patient: p.open(s, 0)})
	}
	if len(list) == 0 {
		return nil, p.rest.Fail(op, ordo.Retry, "no host can be asked", errors.Join(wrong...))
	}
	var all sync.WaitGroup
	for _, one := range list {
		all.Go(func() {
			var health struct {
				Time *int64 `json:"avgTimeMs"`
			}
			r := rest.Request{Op: "cdn/health/check", Path: v4 + "/cdn/health/check", Check: func() error { return lacks("avgTimeMs", health.Time == nil) }}
			if _, err := one.quick.Do(ctx, r, &health); err != nil {
				one.rests = p.settings.Clock.Now().Add(hostRest)
				return
			}
			one.time = *health.Time
		})
	}
	all.Wait()
	return list, nil
}
