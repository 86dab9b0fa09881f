package atoltest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo/fake"
)

// object is JSON.
type object = map[string]any

// refusal is an answer that reports an error.
type refusal struct {
	status int
	code   int
	text   string
	state  string // "status" in the answer; empty: none
	uuid   string
}

func refuse(status, code int, text string) *refusal {
	return &refusal{status: status, code: code, text: text}
}

// operations are the operations of the versions.
var operations = map[string]map[string]bool{
	"v4": {
		"sell": true, "sell_refund": true, "sell_correction": true, "buy": true, "buy_refund": true, "buy_correction": true,
	},
	"v5": {
		"sell": true, "sell_refund": true, "sell_correction": true, "sell_refund_correction": true, "buy": true,
		"buy_refund": true, "buy_correction": true, "buy_refund_correction": true,
	},
}

// handler answers a call that was admitted.
type handler func(s *Server, r *http.Request, body []byte) (object, *refusal)

// routes is the API.
func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc(base+"/{version}/getToken", func(w http.ResponseWriter, r *http.Request) { s.serve(w, r, (*Server).login) })
	for pattern, h := range map[string]handler{
		"POST " + base + "/{version}/{group}/{operation}": func(s *Server, r *http.Request, body []byte) (object, *refusal) {
			op := r.PathValue("operation")
			if !operations[r.PathValue("version")][op] {
				return unsupported(s, r, body)
			}
			return s.register(r, op, body)
		},
		"GET " + base + "/{version}/{group}/report/{uuid}": func(s *Server, r *http.Request, _ []byte) (object, *refusal) {
			return s.report(r.PathValue("uuid"))
		},
		base + "/{version}/{group}/{rest...}": unsupported,
	} {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			s.serve(w, r, func(s *Server, r *http.Request, body []byte) (object, *refusal) {
				if no := s.admit(r); no != nil {
					return nil, no
				}
				return h(s, r, body)
			})
		})
	}
	return mux
}

func unsupported(*Server, *http.Request, []byte) (object, *refusal) {
	return nil, refuse(400, 31, "Операция не поддерживается")
}

// serve answers a call.
func (s *Server) serve(w http.ResponseWriter, r *http.Request, h handler) {
	answer, no := s.answer(r, h)
	if s.settings.CallbackFirst {
		s.SendHooks(r.Context()) // outside of the lock: the receiver may ask for the report
	}
	if no == nil {
		write(w, http.StatusOK, answer)
		return
	}
	s.mu.Lock()
	id := s.id()
	s.mu.Unlock()
	body := object{"timestamp": s.stamp(), "error": object{"error_id": id, "code": no.code, "text": no.text, "type": "system"}}
	if no.state != "" {
		body["status"] = no.state
	}
	if no.uuid != "" {
		body["uuid"] = no.uuid
	}
	write(w, no.status, body)
}

func write(w http.ResponseWriter, status int, body object) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // plain data to a writer that does not fail
}

// answer reads a request, checks its form and runs the handler under the lock.
func (s *Server) answer(r *http.Request, h handler) (object, *refusal) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, refuse(400, 40, "Некорректный запрос")
	}
	if r.Method == http.MethodPost && !jsonContent(r.Header.Get("Content-Type")) {
		return nil, refuse(415, 41, "Некорректный Content-Type")
	}
	known := []string{"token"}
	if r.PathValue("group") == "" && r.Method == http.MethodGet {
		known = []string{"login", "pass"}
	}
	for name := range r.URL.Query() {
		if !slices.Contains(known, name) {
			return nil, refuse(400, 40, "Неизвестный параметр "+name)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return h(s, r, body)
}

// jsonContent reports whether the content type is the one that the service accepts.
func jsonContent(header string) bool {
	return strings.EqualFold(strings.ReplaceAll(header, " ", ""), "application/json;charset=utf-8")
}

// login issues a token: the one that lives, if there is one.
func (s *Server) login(r *http.Request, body []byte) (object, *refusal) {
	in := struct {
		Login string `json:"login"`
		Pass  string `json:"pass"`
	}{r.URL.Query().Get("login"), r.URL.Query().Get("pass")}
	if r.Method == http.MethodPost && fake.Strict(body, &in) != nil {
		return nil, refuse(400, 40, "Некорректный запрос")
	}
	switch {
	case in.Login == "":
		return nil, refuse(400, 13, "PropertyRequired: #/login")
	case len(in.Login) > 100:
		return nil, refuse(400, 13, "StringTooLong: #/login")
	case r.PathValue("version") != s.version():
		return nil, refuse(401, 21, "Код группы не поддерживается для данной версии протокола")
	case in.Login != s.settings.Login || in.Pass != s.settings.Password:
		return nil, refuse(401, 12, "Неверный логин или пароль")
	}
	now := s.settings.Now()
	for _, t := range s.tokens {
		if now.Sub(t.at) < s.settings.TokenLife {
			return object{"error": nil, "token": t.value, "timestamp": s.stamp()}, nil
		}
	}
	s.spent++
	t := token{fmt.Sprintf("nB4e0qTrk9YxWm2-%d", s.spent), now}
	s.tokens = append(s.tokens, t)
	fake.Commit(r)
	return object{"error": nil, "token": t.value, "timestamp": s.stamp()}, nil
}

// admit checks the token and the group.
func (s *Server) admit(r *http.Request) *refusal {
	given := r.Header.Get("Token")
	if given == "" {
		given = r.URL.Query().Get("token")
	}
	for _, t := range s.tokens {
		if t.value != given {
			continue
		}
		switch {
		case s.settings.Now().Sub(t.at) >= s.settings.TokenLife:
			return refuse(401, 11, "Переданный токен не активен")
		case r.PathValue("version") != s.version():
			return refuse(401, 21, "Код группы не поддерживается для данной версии протокола")
		case r.PathValue("group") != s.settings.Group:
			return refuse(401, 20, "Код группы, указанный в запросе, и токен не соответствуют")
		}
		return nil
	}
	return refuse(401, 10, "Не распознан токен запроса")
}

// stamp returns the present time as the service writes it.
func (s *Server) stamp() string { return s.settings.Now().In(zone).Format("02.01.2006 15:04:05") }

// id returns a new UUID, the same sequence in each run.
func (s *Server) id() string {
	s.spent++
	n := uint64(s.spent) * 0x9e3779b97f4a7c15
	return fmt.Sprintf("%08x-%04x-4%03x-8%03x-%012x", uint32(n>>32), uint16(n>>16), uint16(n)&0xfff, s.spent&0xfff, s.spent)
}
