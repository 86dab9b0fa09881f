package exchange1c

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/ordo-sdk/ordo"
)

// Handler is the shop's side of the exchange: 1C calls it. Mount it on one path of its own, so that no redirect comes
// in between (of a slash, a host or https): 1C would lose the query.
//
// It keeps uploads and sessions on this machine: behind a balancer, the calls of one 1C must come to one process.
type Handler struct {
	user     string
	password ordo.Secret
	settings Settings

	ctx   context.Context // of imports; ended by Close
	end   context.CancelFunc
	turn  chan struct{} // one import at a time
	jobs  sync.WaitGroup
	stock store

	mu       sync.Mutex
	sessions map[string]*session
	offered  *[]Sent // by the last query of any session; nil once they are confirmed
}

// NewHandler returns a handler for a 1C that logs in as user. Without a user or password every call is refused. Close
// it when the service ends.
func NewHandler(user, password string, s Settings) *Handler {
	h := &Handler{
		user: user, password: ordo.NewSecret(password), settings: s.withDefaults(),
		turn: make(chan struct{}, 1), sessions: map[string]*session{},
	}
	h.ctx, h.end = context.WithCancel(context.Background())
	h.stock = store{dir: h.settings.Dir, limit: h.settings.MaxUpload}
	return h
}

// Close ends the imports that are under way and the sessions, and removes what was uploaded. Calls that come later are
// refused.
func (h *Handler) Close() {
	h.end()
	h.jobs.Wait()
	h.mu.Lock()
	defer h.mu.Unlock()
	for id, s := range h.sessions {
		s.close()
		delete(h.sessions, id)
	}
}

// call is one request of 1C.
type call struct {
	*http.Request
	query url.Values
	typ   string
	mode  string
}

// one returns a parameter, which must not be there twice with different values.
func (c *call) one(name string) (string, error) {
	all := c.query[name]
	for _, v := range all {
		if v != all[0] {
			return "", refuse("Параметр " + name + " передан дважды с разными значениями")
		}
	}
	if len(all) == 0 {
		return "", nil
	}
	return strings.TrimSpace(all[0]), nil
}

// ServeHTTP implements http.Handler. The status is 200 whatever the answer is: 1C reads the text.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	defer func() {
		if p := recover(); p != nil {
			if p == http.ErrAbortHandler { //nolint:errorlint // net/http compares it so, too
				panic(p)
			}
			h.settings.Logger.Error("1c_exchange: panic", "panic", p, "stack", string(debug.Stack()))
			h.say(w, failure, internal)
		}
	}()
	if err := h.serve(w, r); err != nil {
		h.say(w, failure, h.explain(r.URL.Query().Get("mode"), err))
	}
}

// internal is what 1C is told of an error that is not for the person there.
const internal = "Внутренняя ошибка магазина, подробности в его журнале"

// explain returns the text of an error for the person at 1C. What is not meant for that person goes to the log.
func (h *Handler) explain(mode string, err error) string {
	text := told(err)
	if text == "" {
		h.settings.Logger.Error("1c_exchange: request failed", "mode", mode, "error", err)
		return internal
	}
	h.settings.Logger.Warn("1c_exchange: request refused", "mode", mode, "error", err)
	return text
}

// serve answers a request, or returns why not.
func (h *Handler) serve(w http.ResponseWriter, r *http.Request) error {
	c, err := h.read(r)
	if err != nil {
		return err
	}
	if h.ctx.Err() != nil {
		return refuse("Магазин завершает работу, повторите обмен позже")
	}
	if c.mode == "checkauth" {
		return h.checkauth(w, c)
	}
	s, err := h.enter(c)
	if err != nil {
		return err
	}
	defer h.leave(s)
	switch c.mode {
	case "init":
		return h.begin(w, c, s)
	case "file":
		return h.file(w, c, s)
	case "import":
		return h.importFile(w, c, s)
	case "deactivate", "complete":
		return h.finish(w, c, s)
	}
	if c.typ != "sale" {
		return unknownMode(c)
	}
	switch c.mode {
	case "query":
		return h.query(w, c, s)
	case "success":
		return h.confirm(w, c, s)
	case "info":
		return h.info(w, c)
	}
	return unknownMode(c)
}

func unknownMode(c *call) error {
	return refuse("Неизвестная команда: type=" + quote(c.typ) + ", mode=" + quote(c.mode))
}

// read reads the parameters of a request, of a form too: some programs post them.
func (h *Handler) read(r *http.Request) (*call, error) {
	q, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, &Refusal{Text: "Адрес запроса не читается", Err: err}
	}
	c := &call{Request: r, query: q}
	form := strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded")
	if r.Method == http.MethodPost && form && q.Get("mode") != "file" {
		r.Body = http.MaxBytesReader(nil, r.Body, 64<<10)
		if err := r.ParseForm(); err != nil {
			return nil, &Refusal{Text: "Параметры запроса не читаются", Err: err}
		}
		c.query = r.Form
	}
	if c.typ, err = c.one("type"); err == nil {
		c.mode, err = c.one("mode")
	}
	switch {
	case err != nil:
		return nil, err
	case c.typ == "":
		return nil, refuse("В запросе нет параметра type: проверьте, что прокси или перенаправление не отбрасывают параметры адреса")
	case c.typ != "catalog" && c.typ != "sale" && c.typ != "reference":
		return nil, refuse("Unknown command type.") // the words of 1C-Bitrix
	case c.mode == "file" && r.Method != http.MethodPost, r.Method != http.MethodGet && r.Method != http.MethodPost:
		return nil, refuse(fmt.Sprintf("Запрос %s с mode=%s не поддерживается", quote(r.Method), quote(c.mode)))
	}
	return c, nil
}

func (h *Handler) now() time.Time { return h.settings.Clock.Now() }
