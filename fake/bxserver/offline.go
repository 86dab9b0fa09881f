package bxserver

import (
	"crypto/md5"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// offlineEvent tells a handler that the queue is not empty.
const offlineEvent = "ONOFFLINEEVENT"

// queued is a record of the queue of events.
type queued struct {
	id        int
	at        time.Time
	message   string
	app       string
	connector string
	event     string
	data      any // false: none
	user      int // who caused it; 0: nobody
	process   string
	failed    bool
}

// queueLife is how long the queue keeps what nobody takes.
const queueLife = 2952000 * time.Second

// enqueue keeps an event: one record for the same event of the same object, unless it is reserved.
func (s *Server) enqueue(h *handler, o occurrence, by int) {
	var data any = false
	if o.data != nil {
		data = o.data
	}
	text, _ := json.Marshal(data) // it consists of texts
	sum := md5.Sum([]byte(o.name + "|" + string(text)))
	message := hex.EncodeToString(sum[:])
	for _, q := range s.queue {
		if q.message == message && q.app == h.app && q.connector == h.connector && q.process == "" {
			q.at, q.data, q.user = s.Now(), data, by
			return
		}
	}
	s.lastID++
	s.queue = append(s.queue, &queued{
		id: s.lastID, at: s.Now(), message: message, app: h.app, connector: h.connector, event: o.name, data: data, user: by,
	})
}

// ping calls a handler of ONOFFLINEEVENT, not more often than it wants.
func (s *Server) ping(h *handler) {
	now := s.settings.Now()
	if last, ok := s.pinged[h.id]; ok && now.Sub(last) < h.pause {
		return
	}
	s.pinged[h.id] = now
	s.post(h, occurrence{name: offlineEvent, data: &Map{}}, 0, sessionHops)
}

// row is a record as lists see it.
func (q *queued) row() Row {
	failed := 0
	if q.failed {
		failed = 1
	}
	return Row{
		"ID": q.id, "TIMESTAMP_X": q.at, "EVENT_NAME": q.event, "MESSAGE_ID": q.message, "PROCESS_ID": q.process, "ERROR": failed,
	}
}

// view is a record as it is answered.
func (q *queued) view() *Map {
	m := &Map{}
	m.Set("ID", Text(q.id))
	m.Set("TIMESTAMP_X", q.at)
	m.Set("EVENT_NAME", q.event)
	m.Set("EVENT_DATA", q.data)
	var by any = false
	if q.user > 0 {
		u := &Map{}
		u.Set("user_id", Text(q.user))
		by = u
	}
	m.Set("EVENT_ADDITIONAL", by)
	m.Set("MESSAGE_ID", q.message)
	return m
}

func offlineNames(names ...string) List {
	return List{
		Name: func(name string) (string, bool) {
			name = strings.ToUpper(name)
			return name, slices.Contains(names, name)
		},
		Unknown: func(name string) error { return Refuse("ERROR_ARGUMENT", "Filter field not allowed: "+name) },
	}
}

// mine are the records that a call may see.
func (s *Server) mine(c *Call, keep func(*queued) bool) ([]Row, map[int]*queued) {
	s.queue = slices.DeleteFunc(s.queue, func(q *queued) bool { return s.settings.Now().Sub(q.at) > queueLife })
	var rows []Row
	byID := map[int]*queued{}
	for _, q := range s.queue {
		if q.app == c.App && q.connector == c.Connector && keep(q) {
			rows = append(rows, q.row())
			byID[q.id] = q
		}
	}
	return rows, byID
}

// offlineGet takes or reserves records.
func offlineGet(c *Call) (any, error) {
	take := true
	if v, ok := c.Param("clear"); ok {
		take = Int(v) != 0
	}
	if !take && !c.settings.Box && !c.features["rest_offline_extended"] {
		return nil, errLicense("extended offline events handling")
	}
	limit := PageSize
	if v, ok := c.Param("limit"); ok {
		if limit = Int(v); limit <= 0 {
			return nil, WrongArgument("LIMIT", "Value must be positive integer")
		}
	}
	process := strings.TrimSpace(c.Text("process_id"))
	_, named := c.Param("process_id")
	failed := c.Int("error") == 1
	rows, byID := c.mine(c, func(q *queued) bool {
		return q.failed == failed && (q.process == process || !named && q.process == "")
	})
	if _, ok := c.Param("order"); !ok {
		order := &Map{}
		order.Set("TIMESTAMP_X", "ASC")
		c.Params.Set("order", order)
	}
	l := offlineNames("ID", "TIMESTAMP_X", "EVENT_NAME", "MESSAGE_ID")
	l.Size = limit
	page, err := c.List(rows, l)
	if err != nil {
		return nil, err
	}
	if !named {
		c.lastID++
		process = fmt.Sprintf("process%025d", c.lastID)
	}
	events := []any{}
	for _, r := range page.Rows {
		q := byID[r["ID"].(int)]
		q.process = process
		events = append(events, q.view())
	}
	m := &Map{}
	m.Set("process_id", nil)
	if !take || named {
		m.Set("process_id", process)
	}
	if take && len(events) > 0 {
		c.queue = slices.DeleteFunc(c.queue, func(q *queued) bool {
			return q.app == c.App && q.connector == c.Connector && q.process == process
		})
	}
	if len(events) > 0 {
		c.Commit()
	}
	m.Set("events", events)
	return m, nil
}

// offlineClear deletes records that were reserved.
func offlineClear(c *Call) (any, error) {
	process, ok := c.Param("process_id")
	if !ok {
		return nil, Null("PROCESS_ID")
	}
	messages, byMessage, err := c.messages(false)
	if err != nil {
		return nil, err
	}
	var ids []int
	list, byID := c.Param("id")
	if byID && !byMessage {
		values, ok := AsList(list)
		for _, v := range values {
			ids = append(ids, Int(v))
			ok = ok && Int(v) > 0
		}
		if !ok {
			return nil, WrongArgument("id", "Value must be array of integers")
		}
	}
	c.Commit()
	c.queue = slices.DeleteFunc(c.queue, func(q *queued) bool {
		switch {
		case q.app != c.App || q.connector != c.Connector || q.process != strings.TrimSpace(Text(process)):
			return false
		case byMessage:
			return slices.Contains(messages, q.message)
		}
		return !byID || slices.Contains(ids, q.id)
	})
	return true, nil
}

// messages reads the parameter message_id; where it must be there its values are not looked at.
func (c *Call) messages(must bool) (list []string, sent bool, err error) {
	v, sent := c.Param("message_id")
	if !sent && !must {
		return nil, false, nil
	}
	values, ok := AsList(v)
	for _, v := range values {
		m := strings.TrimSpace(Text(v))
		ok = ok && (must || len(m) == 32)
		list = append(list, m)
	}
	if !ok {
		return nil, sent, WrongArgument("message_id", "Value must be array of MESSAGE_ID values")
	}
	return list, sent, nil
}

// offlineError marks records as failed: they are no longer reserved, and are got with error=1 only.
func offlineError(c *Call) (any, error) {
	process, ok := c.Param("process_id")
	if !ok {
		return nil, Null("PROCESS_ID")
	}
	messages, _, err := c.messages(true)
	if err != nil {
		return nil, err
	}
	c.Commit()
	meant := func(q *queued) bool {
		return q.app == c.App && q.connector == c.Connector && !q.failed && slices.Contains(messages, q.message)
	}
	c.queue = slices.DeleteFunc(c.queue, func(q *queued) bool { return meant(q) && q.process != Text(process) })
	for _, q := range c.queue {
		if meant(q) {
			q.failed, q.process = true, ""
		}
	}
	return true, nil
}

// offlineList shows the queue.
func offlineList(c *Call) (any, error) {
	rows, byID := c.mine(c, func(*queued) bool { return true })
	page, err := c.List(rows, offlineNames("ID", "TIMESTAMP_X", "EVENT_NAME", "MESSAGE_ID", "PROCESS_ID", "ERROR"))
	if err != nil {
		return nil, err
	}
	list := []any{}
	for _, r := range page.Rows {
		m := byID[r["ID"].(int)].view()
		m.Set("PROCESS_ID", r["PROCESS_ID"])
		m.Set("ERROR", Text(r["ERROR"]))
		list = append(list, m)
	}
	return page.Answer(list), nil
}
