package novaposhtatest

import (
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo/fake"
)

// forms are the printed forms, by their addresses.
var forms = []string{"orders/printDocument", "orders/printMarking85x85", "orders/printMarking100x100", "scanSheet/printScanSheet"}

// print answers with a form. Its address names what is printed, how, and the key, in pairs. What cannot be printed is a
// page for people, with status 200.
func (s *Server) print(w http.ResponseWriter, r *http.Request) {
	name := strings.SplitN(strings.TrimPrefix(r.URL.Path, "/"), "/", 3)
	form := strings.Join(name[:2], "/")
	key, kind, keys, ok := printed(name[2])
	if !ok || !slices.Contains(forms, form) || len(keys) == 0 {
		http.NotFound(w, r)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var numbers []string
	if key == s.settings.Key && s.keys[key] {
		numbers = s.mark(form, keys)
	}
	if numbers == nil {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, "<!DOCTYPE html><html><head><title>Особистий кабінет</title></head><body>Увійти</body></html>")
		return
	}
	fake.Commit(r)
	if strings.HasPrefix(kind, "pdf") {
		w.Header().Set("Content-Type", "application/pdf")
		_, _ = io.WriteString(w, "%PDF-1.4 "+strings.Join(numbers, " "))
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = io.WriteString(w, "<!DOCTYPE html><html><body>"+strings.Join(numbers, " ")+"</body></html>")
}

// printed reads the pairs of an address.
func printed(rest string) (key, kind string, keys []string, ok bool) {
	parts := strings.Split(strings.Trim(rest, "/"), "/")
	if len(parts)%2 != 0 {
		return "", "", nil, false
	}
	for i := 0; i < len(parts); i += 2 {
		switch v := parts[i+1]; parts[i] {
		case "orders", "orders[]", "refs", "refs[]":
			keys = append(keys, strings.Split(v, ",")...)
		case "type":
			kind = v
		case "apiKey":
			key = v
		case "zebra":
		default:
			return "", "", nil, false
		}
	}
	return key, kind, keys, slices.Contains([]string{"pdf", "pdf8", "html"}, kind)
}

// mark notes what was printed, and returns its numbers; nil if there is not all of it.
func (s *Server) mark(form string, keys []string) (numbers []string) {
	for _, key := range keys {
		if form == "scanSheet/printScanSheet" {
			one := s.register(key)
			if one == nil {
				return nil
			}
			one.printed, numbers = true, append(numbers, one.number)
			continue
		}
		w := s.owned(key)
		if w == nil || w.deleted {
			return nil
		}
		w.printed, numbers = s.settings.Now(), append(numbers, w.number)
	}
	return numbers
}
