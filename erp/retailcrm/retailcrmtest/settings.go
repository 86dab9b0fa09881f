package retailcrmtest

import "slices"

// TellParcels makes the history tell of packages and of "Не синхронизировать со службой доставки". Whether the CRM does
// is not known; by default it does not.
func (s *Server) TellParcels(tell bool) { s.set(func() { s.telling = tell }) }

// LimitScopes makes the account say that its keys have these scopes only. Calls are not refused for it: see DenyAccess.
func (s *Server) LimitScopes(scopes ...string) { s.set(func() { s.scopes = scopes }) }

// LimitSteps sets up the matrix of transitions for a status: no other may follow it from now on. The words of the
// refusal are not known.
func (s *Server) LimitSteps(from string, to ...string) {
	s.set(func() {
		if s.steps == nil {
			s.steps = map[string][]string{}
		}
		s.steps[from] = to
	})
}

// passes reports whether a status may follow another.
func (s *Server) passes(from, to string) bool {
	next, limited := s.steps[from]
	return !limited || from == to || slices.Contains(next, to)
}

// granted are the scopes of a key.
func (s *Server) granted() []string {
	if s.scopes != nil {
		return s.scopes
	}
	return []string{"order_read", "order_write", "customer_read", "reference_read", "delivery_read", "delivery_write", "integration_read", "integration_write"}
}

// sells reports whether the catalogue has an offer with this externalId.
func (s *Server) sells(externalID string) bool {
	for _, o := range s.offers {
		if str(o["externalId"]) == externalID {
			return true
		}
	}
	return false
}
