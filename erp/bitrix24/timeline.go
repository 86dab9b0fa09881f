package bitrix24

import (
	"context"
	"errors"
	"iter"
	"strconv"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// Comment is what somebody wrote in the timeline of an object.
type Comment struct {
	ID      int64       `json:"ID,omitempty"`
	Owner   int64       `json:"ENTITY_ID"`
	Kind    string      `json:"ENTITY_TYPE"` // see [TimelineOf]
	Text    string      `json:"COMMENT"`
	Author  int64       `json:"AUTHOR_ID,omitempty"`
	Created bxrest.Time `json:"CREATED,omitzero"`
	Extra   wire.Extra  `json:"-"`
	Problem error       `json:"-"`
}

// TimelineOf is the kind of an object as comments name it: deal, contact, company, dynamic_1038.
func TimelineOf(entityType int) string {
	switch entityType {
	case TypeDeal:
		return "deal"
	case TypeContact:
		return "contact"
	case TypeCompany:
		return "company"
	}
	return "dynamic_" + strconv.Itoa(entityType)
}

// AddComment writes in the timeline of an object, with files if there are any, and returns the comment's id. It has no
// key: after a lost answer the error is of class InDoubt.
func (c *Client) AddComment(ctx context.Context, entityType int, owner int64, text string, files ...File) (int64, error) {
	fields := Fields{"ENTITY_ID": owner, "ENTITY_TYPE": TimelineOf(entityType), "COMMENT": text}
	if len(files) > 0 {
		fields["FILES"] = Contents(files)
	}
	var id int64
	err := c.do(ctx, bxrest.Request{
		Method: "crm.timeline.comment.add", Params: map[string]any{"fields": fields}, Check: func() error { return positive(id) },
	}, &id, nil)
	return id, err
}

// positive says that an id is lacking.
func positive(id int64) error {
	if id <= 0 {
		return errors.New("the answer holds no id")
	}
	return nil
}

// ListComments lists the comments of an object by their ids.
func (c *Client) ListComments(ctx context.Context, entityType int, owner int64) iter.Seq2[Record[Comment], error] {
	return bxrest.List[Comment](ctx, c.rest, bxrest.Listing{
		Method: "crm.timeline.comment.list", ID: "ID",
		Params: map[string]any{"filter": map[string]any{"ENTITY_ID": owner, "ENTITY_TYPE": TimelineOf(entityType)}},
	})
}

// LogMessage is an entry of the timeline that a program wrote.
type LogMessage struct {
	ID      int64       `json:"id,omitempty"`
	Type    int         `json:"entityTypeId,omitempty"`
	Owner   int64       `json:"entityId,omitempty"`
	Title   string      `json:"title"`
	Text    string      `json:"text"`
	Icon    string      `json:"iconCode"` // info, store, document, bank-card, attention, … ; required
	Created bxrest.Time `json:"created,omitzero"`
	Author  int64       `json:"authorId,omitempty"`
	Extra   wire.Extra  `json:"-"`
	Problem error       `json:"-"`
}

// Complete implements the check that an answer is about an entry.
func (m *LogMessage) Complete() error { return positive(m.ID) }

// AddLogMessage writes an entry in the timeline of an object. It has no key: after a lost answer the error is of class
// InDoubt.
func (c *Client) AddLogMessage(ctx context.Context, m LogMessage) (LogMessage, error) {
	var made LogMessage
	m.ID = 0
	err := c.add(ctx, "crm.timeline.logmessage.add", map[string]any{"fields": m}, "logMessage", &made, nil)
	return made, err
}

// ListLogMessages lists the entries that programs wrote in the timeline of an object, the newest first.
func (c *Client) ListLogMessages(ctx context.Context, entityType int, owner int64) iter.Seq2[Record[LogMessage], error] {
	return bxrest.List[LogMessage](ctx, c.rest, bxrest.Listing{
		Method: "crm.timeline.logmessage.list", Page: logPage,
		Params: map[string]any{"entityTypeId": entityType, "entityId": owner, "order": map[string]any{"id": "DESC"}},
	})
}

const logPage = 10 // rows of a page of this one list

// Todo is a thing to do that stands in the timeline of an object.
type Todo struct {
	Type        int         `json:"ownerTypeId"`
	Owner       int64       `json:"ownerId"`
	Deadline    bxrest.Time `json:"deadline"`
	Title       string      `json:"title,omitempty"`
	Description string      `json:"description,omitempty"`
	Responsible int64       `json:"responsibleId,omitempty"`
	Remind      []int       `json:"pingOffsets,omitempty"` // minutes before
}

// AddTodo adds a thing to do and returns its id. It has no key: after a lost answer the error is of class InDoubt.
func (c *Client) AddTodo(ctx context.Context, t Todo) (int64, error) {
	var made struct{ ID int64 }
	err := c.do(ctx, bxrest.Request{Method: "crm.activity.todo.add", Params: t, Check: func() error { return positive(made.ID) }}, &made, nil)
	return made.ID, err
}

// Notify sends a notification to a user. An application's replaces the one before it that has the same tag, so that it
// may be sent again; a webhook's has no tag, and after a lost answer the error is of class InDoubt. It returns 0 where
// the portal made none.
func (c *Client) Notify(ctx context.Context, user int64, message, tag string) (int64, error) {
	var id int64
	r := bxrest.Request{Method: "im.notify.system.add", Params: map[string]any{"USER_ID": user, "MESSAGE": message, "TAG": tag}}
	if tag != "" && c.rest.IsApplication() {
		r.Repeat = bxrest.Fixed
	}
	err := c.do(ctx, r, &notified{&id}, nil)
	return id, err
}

// notified is an id, or false.
type notified struct{ id *int64 }

// UnmarshalJSON implements json.Unmarshaler.
func (n *notified) UnmarshalJSON(b []byte) error {
	if string(b) == "false" {
		*n.id = 0
		return nil
	}
	id, err := strconv.ParseInt(string(bytesTrim(b)), 10, 64)
	*n.id = id
	return err
}

// bytesTrim takes the quotes off a number.
func bytesTrim(b []byte) []byte {
	if len(b) > 1 && b[0] == '"' {
		return b[1 : len(b)-1]
	}
	return b
}

// Task statuses that matter here.
const (
	TaskWaiting   = 2
	TaskRunning   = 3
	TaskControl   = 4 // done, and somebody looks at it
	TaskDone      = 5
	TaskPostponed = 6
)

// Task is something that a person has to do.
type Task struct {
	ID          int64       `json:"id,omitempty"`
	Title       string      `json:"title"`
	Description string      `json:"description,omitempty"`
	Responsible int64       `json:"responsibleId"`
	CreatedBy   int64       `json:"createdBy,omitempty"`
	Status      int         `json:"status,omitempty"`
	Deadline    bxrest.Time `json:"deadline,omitzero"`
	Key         string      `json:"xmlId,omitempty"`
	About       []string    `json:"ufCrmTask,omitempty"` // what it is bound to, such as D_77: see [OwnerCode]
	ClosedBy    int64       `json:"closedBy,omitempty"`
	Closed      bxrest.Time `json:"closedDate,omitzero"`
	Changed     bxrest.Time `json:"changedDate,omitzero"`
	Extra       wire.Extra  `json:"-"`
	Problem     error       `json:"-"`
}

// Complete implements the check that an answer is about a task.
func (t *Task) Complete() error { return positive(t.ID) }

// taskFields are those that are asked for: without their names the user fields do not come.
var taskFields = []string{
	"ID", "TITLE", "DESCRIPTION", "RESPONSIBLE_ID", "CREATED_BY", "STATUS", "DEADLINE", "XML_ID", "UF_CRM_TASK", "CLOSED_BY", "CLOSED_DATE", "CHANGED_DATE",
}

// CreateTask creates a task with a key. It is looked for first, and after a lost answer.
func (c *Client) CreateTask(ctx context.Context, t Task) (Task, error) {
	const op = "tasks.task.add"
	if t.Key == "" {
		return Task{}, c.invalid(op, "a task is created with its key, XML_ID: without one it could not be found again")
	}
	var made Task
	find := func(ctx context.Context) (bool, error) {
		for r, err := range c.ListTasks(ctx, Fields{"=XML_ID": t.Key}) {
			if err != nil {
				return false, err
			}
			if r.Value.Key == t.Key {
				made = r.Value
				return true, nil
			}
		}
		return false, nil
	}
	if there, err := find(ctx); there || err != nil {
		return made, err
	}
	fields := Fields{"TITLE": t.Title, "RESPONSIBLE_ID": t.Responsible, "DESCRIPTION": t.Description, "XML_ID": t.Key}
	if !t.Deadline.IsZero() {
		fields["DEADLINE"] = t.Deadline
	}
	if len(t.About) > 0 {
		fields["UF_CRM_TASK"] = t.About
	}
	if t.CreatedBy != 0 {
		fields["CREATED_BY"] = t.CreatedBy
	}
	err := c.add(ctx, op, map[string]any{"fields": fields}, "task", &made, find)
	return made, err
}

// GetTask reads a task.
func (c *Client) GetTask(ctx context.Context, id int64) (Task, error) {
	var t Task
	err := c.read(ctx, "tasks.task.get", map[string]any{"taskId": id, "select": taskFields}, "task", &t, func() error { return rest.Same("task", id, t.ID) })
	return t, err
}

// ListTasks lists the tasks that a filter chooses, by the older names, such as "=XML_ID", ">=CHANGED_DATE".
func (c *Client) ListTasks(ctx context.Context, filter Fields) iter.Seq2[Record[Task], error] {
	return bxrest.List[Task](ctx, c.rest, bxrest.Listing{
		Method: "tasks.task.list", Key: "tasks",
		Params: map[string]any{"filter": map[string]any(filter), "select": taskFields, "order": map[string]any{"ID": "ASC"}},
	})
}

// CompleteTask closes a task. That it is closed is a success.
func (c *Client) CompleteTask(ctx context.Context, id int64) error {
	var made Task
	return c.set(ctx, "tasks.task.complete", map[string]any{"taskId": id}, "task", &made)
}

// taskAnswer is what who closed a task wrote last below it; "" if they wrote nothing, or the portal keeps no such
// comments.
func (c *Client) taskAnswer(ctx context.Context, t Task) (text string, _ error) {
	var all []struct {
		Author int64      `json:"AUTHOR_ID"`
		Text   string     `json:"POST_MESSAGE"`
		Extra  wire.Extra `json:"-"`
	}
	params := map[string]any{"TASKID": t.ID, "ORDER": map[string]any{"ID": "asc"}}
	err := c.read(ctx, "task.commentitem.getlist", params, "", &all)
	if class := ordo.ClassOf(err); class == ordo.Unsupported || class == ordo.NotFound || class == ordo.Invalid {
		return "", nil
	}
	for _, m := range all {
		if m.Author == t.ClosedBy || t.ClosedBy == 0 {
			text = m.Text
		}
	}
	return text, err
}
