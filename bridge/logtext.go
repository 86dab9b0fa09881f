package bridge

import (
	"cmp"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/texts"
)

// keptApart are the kinds of events that people do not read in the log of an order unless a person caused them, and
// why.
var keptApart = map[string]string{
	"labelled":    "the bridge and the systems keep something beside the order by it",
	"shown":       "it is what a system showed, and changes nothing",
	"lines-heard": "it is what the owner of the lines knows, and changes nothing",
	"notice-told": "the notice itself is there",
}

// isToBeRead reports whether people read an event in the log of an order.
func isToBeRead(e order.Event) bool { return keptApart[e.Body.Kind()] == "" || isOfPeople(e) }

// isOfPeople reports whether a person did something: that is in the journal, whatever it was. A label that was read in
// a system is what the system shows.
func isOfPeople(e order.Event) bool {
	if _, label := e.Body.(order.Labelled); label && e.By.System != "" {
		return false
	}
	switch e.By.Role {
	case order.RoleSystem, order.RoleChannel, order.RoleCarrier, order.RoleGateway, order.RoleBooks, "":
		return e.By.ID != ""
	}
	return true
}

// logOf returns the log of an order for the people of an account.
func (j *job) logOf(account string) []order.LogEntry {
	l := j.languageOf(account)
	var log []order.LogEntry
	for e := range j.order.Events(order.Filter{}) {
		if isToBeRead(e) {
			log = append(log, order.LogEntry{
				N: e.N, At: e.At, By: e.By, Who: actorText(l, e.By), Kind: e.Body.Kind(), Says: l.Text(e.Text()), Files: e.Files(),
			})
		}
	}
	return log
}

// actorText names who did something: a person with the role, or an account.
func actorText(l texts.Language, a order.Actor) string {
	role := cmp.Or(a.As, a.Role)
	who := cmp.Or(a.ID, a.System)
	switch {
	case role == "":
		return who
	case who == "":
		return l.Text(order.Textf("%s", role))
	case a.ID != "" && a.System != "":
		return l.Text(order.Textf("%s (%s, %s)", a.ID, role, a.System))
	}
	return l.Text(order.Textf("%s (%s)", who, role))
}
