package fake

import "strings"

// matches reports whether an operation is meant by a pattern. A pattern is
//
//   - "*" or "": every operation;
//   - "order/confirm": the operation with this name, see Server.Op;
//   - "POST /orders/{id}": a method and a path; the method may be left out; "{id}" or "*" is one segment, "..." at
//     the end is any rest.
func matches(pattern, op, method, path string) bool {
	if pattern == "" || pattern == "*" || (op != "" && pattern == op) {
		return true
	}
	if m, p, ok := strings.Cut(pattern, " "); ok && strings.HasPrefix(p, "/") {
		return m == method && matchPath(p, path)
	}
	return strings.HasPrefix(pattern, "/") && matchPath(pattern, path)
}

// matchPath matches segment by segment.
func matchPath(pattern, path string) bool {
	for {
		if pattern == "..." || pattern == "/..." {
			return true
		}
		want, patternRest, more := strings.Cut(pattern, "/")
		got, pathRest, has := strings.Cut(path, "/")
		wild := want == "*" || (strings.HasPrefix(want, "{") && strings.HasSuffix(want, "}"))
		if (want != got && (!wild || got == "")) || more != has {
			return false
		}
		if !more {
			return true
		}
		pattern, path = patternRest, pathRest
	}
}
