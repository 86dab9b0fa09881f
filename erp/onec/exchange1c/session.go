package exchange1c

import (
	"crypto/rand"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/ordo-sdk/ordo"
)

// cookieName is the name of the cookie that checkauth hands out.
const cookieName = "ORDO1C"

// session is one cycle of 1C, from checkauth on.
type session struct {
	id     ordo.Secret // the value of the cookie
	sessid ordo.Secret

	used time.Time // with busy under Handler.mu
	busy int       // calls and imports under way

	mu      sync.Mutex
	uploads map[string]*folder // by type
	asked   bool               // 1C has queried orders
	waiting bool               // for 1C to confirm them
	batch   []Sent             // of the last query
}

// token returns a random text of lower-case letters and digits, as callers look for such.
func token() ordo.Secret { return ordo.NewSecret(strings.ToLower(rand.Text())) }

// close removes what was uploaded.
func (s *session) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, u := range s.uploads {
		u.drop()
	}
	clear(s.uploads)
}

// size returns how much of the session's uploads is kept.
func (s *session) size() (n int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, u := range s.uploads {
		n += u.size()
	}
	return n
}

// checkauth begins a session. 1C takes the cookie from the text of the answer, other programs from its head.
func (h *Handler) checkauth(w http.ResponseWriter, c *call) error {
	if given, err := h.credentials(c); err != nil || !given {
		return wrongPassword
	}
	s := &session{id: token(), sessid: token(), uploads: map[string]*folder{}, used: h.now()}
	if err := h.admit(s); err != nil {
		return err
	}
	http.SetCookie(w, &http.Cookie{ //nolint:gosec // Secure if it came over TLS; a proxy may have ended that before
		Name: cookieName, Value: s.id.Reveal(), Path: "/", HttpOnly: true, Secure: c.TLS != nil, SameSite: http.SameSiteStrictMode,
	})
	lines := []string{success, cookieName, s.id.Reveal(), "sessid=" + s.sessid.Reveal()}
	if c.typ == "catalog" && h.settings.Deactivate != nil {
		lines = append(lines, "timestamp="+strconv.FormatInt(h.now().Unix(), 10))
	}
	h.say(w, lines...)
	return nil
}

var (
	wrongPassword = refuse("Ошибка авторизации. Неверное имя пользователя или пароль.")
	noSession     = refuse("Сеанс обмена не найден или завершён: начните обмен заново (mode=checkauth)")
	wrongSource   = refuse("Ошибка проверки источника запроса. Обновите модуль обмена.")
	tooMany       = refuse("Слишком много одновременных сеансов обмена, повторите позже")
)

// credentials checks user and password, if the call has them. A proxy in front may eat the header, or a program may
// send it only once: then the cookie counts.
func (h *Handler) credentials(c *call) (given bool, err error) {
	user, password, given := c.BasicAuth()
	if !given {
		return false, nil
	}
	// Both are compared in constant time, and as UTF-8 too: 1C writes windows-1251 where they are not ASCII.
	name := ordo.NewSecret(h.user)
	if !(name.Equal(user) || name.Equal(utf8Text(user))) || !(h.password.Equal(password) || h.password.Equal(utf8Text(password))) {
		return true, wrongPassword
	}
	return true, nil
}

// admit keeps a new session. Above the limit the one that is unused for the longest time ends.
func (h *Handler) admit(s *session) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.expire()
	for len(h.sessions) >= h.settings.MaxSessions {
		if !h.endIdle(func(*session) bool { return true }) {
			return tooMany
		}
	}
	h.sessions[s.id.Reveal()] = s
	return nil
}

// expire ends the sessions whose time is over. The caller holds mu.
func (h *Handler) expire() {
	for id, s := range h.sessions {
		if s.busy == 0 && h.now().Sub(s.used) > h.settings.SessionLife {
			delete(h.sessions, id)
			s.close()
		}
	}
}

// endIdle ends, of the sessions that may, the one that is unused for the longest time, and reports whether there was
// any. The caller holds mu.
func (h *Handler) endIdle(may func(*session) bool) bool {
	var oldest *session
	for _, s := range h.sessions {
		if s.busy == 0 && may(s) && (oldest == nil || s.used.Before(oldest.used)) {
			oldest = s
		}
	}
	if oldest == nil {
		return false
	}
	delete(h.sessions, oldest.id.Reveal())
	oldest.close()
	return true
}

// enter returns the session of a call, and marks it as busy until leave.
func (h *Handler) enter(c *call) (*session, error) {
	if _, err := h.credentials(c); err != nil {
		return nil, err
	}
	sessid, err := c.one("sessid")
	if err != nil {
		return nil, err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.expire()
	var s *session
	for _, cookie := range c.CookiesNamed(cookieName) {
		s = h.sessions[cookie.Value]
	}
	switch {
	case s == nil:
		return nil, noSession
	case sessid == "" && h.settings.RequireSessID, sessid != "" && !s.sessid.Equal(sessid):
		return nil, wrongSource
	}
	s.busy++
	s.used = h.now()
	return s, nil
}

// leave ends what enter began.
func (h *Handler) leave(s *session) {
	h.mu.Lock()
	defer h.mu.Unlock()
	s.busy--
	s.used = h.now()
}

// hold keeps a session busy for an import that outlives its call.
func (h *Handler) hold(s *session) {
	h.mu.Lock()
	defer h.mu.Unlock()
	s.busy++
}

// begin answers init: a new upload, which takes the place of an earlier one of the same type. What was imported stays
// imported: 1C sends a catalogue in portions, each with an init of its own.
func (h *Handler) begin(w http.ResponseWriter, c *call, s *session) error {
	version, err := c.one("version")
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.uploads[c.typ].drop()
	delete(s.uploads, c.typ)
	zip := "zip=yes"
	if h.settings.Unzipped {
		zip = "zip=no"
	}
	lines := []string{zip, "file_limit=" + strconv.FormatInt(h.settings.FileLimit, 10)}
	if version != "" { // a plain 1C takes exactly two lines
		lines = append(lines, "sessid="+s.sessid.Reveal(), "version="+h.settings.Version)
	}
	h.say(w, lines...)
	return nil
}
