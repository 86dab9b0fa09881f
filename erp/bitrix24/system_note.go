package bitrix24

import (
	"context"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// note shows a note to people: a notice as a task for whom it is for, others as a comment in the timeline. An urgent
// notice is a notification, too.
func (s *System) note(ctx context.Context, t order.Task) (order.Outcome, error) {
	if n, is := t.Cause.Body.(order.Notified); is {
		return s.giveTask(ctx, t, n)
	}
	id, err := s.dealOf(ctx, t)
	if err != nil {
		return order.Outcome{}, err
	}
	rs, err := s.read(ctx, commentsOf(id))
	if err != nil {
		return order.Outcome{}, err
	}
	var comments []Comment
	if err := rs[0].Read("", &comments); err != nil {
		return order.Outcome{}, err
	}
	mark := markOf(t.Key)
	if slices.ContainsFunc(comments, func(c Comment) bool { return strings.Contains(c.Text, mark) }) {
		return order.Outcome{Kind: order.AlreadySo}, nil
	}
	if _, err := s.write(ctx, commentOn(id, t.Text+" "+mark)); err != nil {
		return order.Outcome{}, err
	}
	return order.Outcome{Kind: order.Applied}, nil
}

// dealOf is the deal of a task, by its target or by the order's number.
func (s *System) dealOf(ctx context.Context, t order.Task) (int64, error) {
	if id := numeric(t.Target.ID); t.Target.Kind == RefDeal && id != 0 {
		return id, nil
	}
	id, err := s.search(ctx, t.Order)
	if err == nil && id == 0 {
		err = s.client.rest.Fail("crm.item.list", ordo.NotFound, "the order has no deal", nil)
	}
	return id, err
}

// commentsOf lists the newest comments of a deal.
func commentsOf(deal int64) bxrest.Command {
	return bxrest.Command{Method: "crm.timeline.comment.list", Params: map[string]any{
		"filter": map[string]any{"ENTITY_ID": deal, "ENTITY_TYPE": TimelineOf(TypeDeal)}, "order": map[string]any{"ID": "DESC"},
		"select": []string{"ID", "COMMENT"},
	}}
}

// commentOn writes a comment into the timeline of a deal. This method wants "fields" in small letters.
func commentOn(deal int64, text string, files ...File) bxrest.Command {
	f := map[string]any{"ENTITY_ID": deal, "ENTITY_TYPE": TimelineOf(TypeDeal), "COMMENT": text}
	if len(files) > 0 {
		f["FILES"] = files
	}
	return bxrest.Command{Method: "crm.timeline.comment.add", Params: map[string]any{"fields": f}}
}

// markOf is a mark at the end of a comment, by which it is written once.
func markOf(key string) string { return "(#" + digest(key)[:8] + ")" }

// giveTask makes a task of a notice.
func (s *System) giveTask(ctx context.Context, t order.Task, n order.Notified) (order.Outcome, error) {
	user := s.set.user(n.To)
	if user == 0 {
		return order.Outcome{Kind: order.Rejected, Text: s.language.Text(order.Textf("nobody in the portal is named for notices to %s: add them to the settings, people or responsible", n.To.Text()))}, nil
	}
	id, err := s.dealOf(ctx, t)
	if err != nil {
		return order.Outcome{}, err
	}
	key := taskKey(s.set.keyOf(t.Order, 0, 0), n.N)
	rs, err := s.read(ctx, bxrest.Command{Method: "tasks.task.list", Params: map[string]any{
		"filter": map[string]any{"=XML_ID": key}, "select": taskFields, "order": map[string]any{"ID": "ASC"},
	}})
	if err != nil {
		return order.Outcome{}, err
	}
	var there []Task
	if err := rs[0].Read("tasks", &there); err != nil {
		return order.Outcome{}, err
	}
	if slices.ContainsFunc(there, func(x Task) bool { return x.Key == key }) {
		return order.Outcome{Kind: order.AlreadySo}, nil
	}
	f := map[string]any{
		"TITLE": s.set.title(t.Order) + ": " + firstLine(n.Text), "DESCRIPTION": describe(t.Text, n.Files), "RESPONSIBLE_ID": user, "XML_ID": key,
		"UF_CRM_TASK": []string{boundTo(id)},
	}
	if len(t.Order.Deadlines) > 0 {
		f["DEADLINE"] = bxrest.Time{Time: t.Order.Deadlines[0].At}
	}
	if _, err := s.write(ctx, bxrest.Command{Method: "tasks.task.add", Params: map[string]any{"fields": f}}); err != nil {
		return order.Outcome{}, err
	}
	out := order.Outcome{Kind: order.Applied}
	if n.Urgent {
		out.Text = s.notify(ctx, user, t.Text, key)
	}
	return out, nil
}

// notify sends a notification to a user beside the task, once: a webhook's has no tag by which it would be found again.
// It returns why there is none.
func (s *System) notify(ctx context.Context, user int, text, tag string) string {
	params := map[string]any{"USER_ID": user, "MESSAGE": text}
	if s.client.rest.IsApplication() {
		params["TAG"] = tag
	}
	var id int64
	err := s.client.do(ctx, bxrest.Request{Method: "im.notify.system.add", Params: params}, &notified{&id}, nil)
	switch {
	case err != nil:
		return "the task stands alone, without a notification: " + err.Error()
	case id == 0:
		return "the task stands alone: the portal made no notification"
	}
	return ""
}

// taskKey is the key of the task of a notice, such as "ordo/100500/N3".
func taskKey(k ItemKey, n int) string {
	k.Kind, k.N = KindNotice, n
	return k.String()
}

// noticeOf reads the number of the notice in the key of a task; false if it is none of this order's.
func noticeOf(key, originator, origin string) (int, bool) {
	rest, is := strings.CutPrefix(key, originator+"/"+origin+"/"+string(KindNotice))
	n := int(numeric(rest))
	return n, is && n > 0
}

// describe is a text with the links of its files below.
func describe(text string, files []order.File) string {
	var b strings.Builder
	b.WriteString(text)
	for _, f := range files {
		b.WriteString("\n" + fileText(f))
	}
	return b.String()
}

// fileText names a file, with its link if it has one.
func fileText(f order.File) string {
	if f.URL == "" {
		return f.Name
	}
	return f.Name + ": " + f.URL
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	if r := []rune(line); len(r) > maxTitle {
		line = string(r[:maxTitle-1]) + "…"
	}
	return line
}

// maxTitle is how many characters of a text a title has.
const maxTitle = 120
