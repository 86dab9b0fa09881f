package bitrix24test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/fake/bxserver"
)

// task is something for a person to do.
type task struct {
	id       int
	v        bxserver.Row // by name in camel case
	comments []bxserver.Row
}

// taskNames are the fields of a task that can be written, as written, and as they are shown.
var taskNames = map[string]string{
	"TITLE": "title", "DESCRIPTION": "description", "RESPONSIBLE_ID": "responsibleId", "DEADLINE": "deadline",
	"UF_CRM_TASK": "ufCrmTask", "XML_ID": "xmlId", "CREATED_BY": "createdBy", "PRIORITY": "priority", "STATUS": "status",
	"GROUP_ID": "groupId", "ACCOMPLICES": "accomplices", "AUDITORS": "auditors", "PARENT_ID": "parentId", "TAGS": "tags",
	"START_DATE_PLAN": "startDatePlan", "END_DATE_PLAN": "endDatePlan", "ALLOW_CHANGE_DEADLINE": "allowChangeDeadline",
}

func (s *Server) taskMethods() map[string]method {
	return map[string]method{
		"tasks.task.add":           {scope: "task", params: "fields params", run: s.taskAdd},
		"tasks.task.update":        {scope: "task", params: "taskId fields params", run: s.taskUpdate},
		"tasks.task.get":           {scope: "task", params: "taskId select params", run: s.taskGet},
		"tasks.task.list":          {scope: "task", params: "filter order select params", run: s.taskList},
		"tasks.task.complete":      {scope: "task", params: "taskId", run: s.taskComplete},
		"tasks.task.delete":        {scope: "task", params: "taskId", run: s.taskDelete},
		"task.commentitem.add":     {scope: "task", params: "TASKID FIELDS", run: s.taskCommentAdd},
		"task.commentitem.getlist": {scope: "task", params: "TASKID ORDER FILTER", run: s.taskCommentList},
		"crm.activity.todo.add": {
			scope: "crm", params: "ownerTypeId ownerId deadline title description responsibleId pingOffsets parentActivityId colorId",
			run: s.todoAdd,
		},
		"im.notify.system.add": {scope: "im", params: "USER_ID MESSAGE MESSAGE_OUT TAG SUB_TAG ATTACH", run: s.notify},
	}
}

// taskKey is the name of a field of a task as it is shown; names are taken in both forms.
func taskKey(name string) (string, bool) {
	if key, ok := taskNames[strings.ToUpper(name)]; ok {
		return key, true
	}
	for _, key := range taskNames {
		if key == name {
			return key, true
		}
	}
	return "", false
}

func (s *Server) writeTask(c *bxserver.Call, t *task) error {
	for name, v := range c.Array("fields").All() {
		key, ok := taskKey(name)
		if !ok {
			c.Ignore("fields." + name)
			continue
		}
		if list, array := bxserver.AsList(v); array {
			t.v[key] = slices.Clone(list)
			continue
		}
		if key == "deadline" || strings.HasSuffix(key, "Plan") {
			at, ok := bxserver.ParseTime(bxserver.Text(v), s.Zone())
			t.v[key] = nil
			if ok {
				t.v[key] = at
			}
			continue
		}
		t.v[key] = bxserver.Text(v)
	}
	if bxserver.Text(t.v["title"]) == "" {
		return bxserver.Refuse("ERROR_CORE", "Не указано название задачи<br>")
	}
	if id := bxserver.Int(t.v["responsibleId"]); s.person(id) == nil {
		return bxserver.Refuse("ERROR_CORE", "Не указан исполнитель<br>")
	}
	return nil
}

func (s *Server) taskAdd(c *bxserver.Call) (any, error) {
	t := &task{v: bxserver.Row{
		"parentId": nil, "description": "", "deadline": nil, "xmlId": nil, "priority": "1", "groupId": "0", "status": "2",
		"createdBy": bxserver.Text(c.User), "createdDate": s.Now(), "changedDate": s.Now(), "changedBy": bxserver.Text(c.User),
		"statusChangedDate": s.Now(), "closedBy": nil, "closedDate": nil, "commentsCount": nil, "auditors": []any{},
		"accomplices": []any{}, "group": []any{}, "favorite": "N", "siteId": "s1", "descriptionInBbcode": "Y",
	}}
	if err := s.writeTask(c, t); err != nil {
		return nil, err
	}
	t.id = s.next("task")
	t.v["id"] = bxserver.Text(t.id)
	s.tasks = append(s.tasks, t)
	c.Commit()
	s.raiseTask(c, "OnTaskAdd", t)
	return bxserver.Row{"task": s.viewTask(t, nil)}, nil
}

// raiseTask tells of a task: the event has its own form, with the id before and after.
func (s *Server) raiseTask(c *bxserver.Call, name string, t *task) {
	data, before, after := &bxserver.Map{}, &bxserver.Map{}, &bxserver.Map{}
	id := bxserver.Text(t.id)
	before.Set("ID", id)
	after.Set("ID", id)
	switch name {
	case "OnTaskAdd":
		data.Set("FIELDS_BEFORE", "undefined")
		data.Set("FIELDS_AFTER", after)
	default:
		data.Set("FIELDS_BEFORE", before)
		data.Set("FIELDS_AFTER", after)
	}
	data.Set("IS_ACCESSIBLE_BEFORE", "N")
	data.Set("IS_ACCESSIBLE_AFTER", "undefined")
	c.RaiseData(name, data)
}

// viewTask is a task as it is shown; the objects of the CRM it belongs to are told only to those who ask for them.
func (s *Server) viewTask(t *task, selected []any) bxserver.Row {
	out := bxserver.Row{}
	for k, v := range t.v {
		if k != "ufCrmTask" || slices.ContainsFunc(selected, func(n any) bool {
			return strings.EqualFold(bxserver.Text(n), "UF_CRM_TASK") || bxserver.Text(n) == "ufCrmTask"
		}) {
			out[k] = v
		}
	}
	for key, who := range map[string]string{"creator": "createdBy", "responsible": "responsibleId"} {
		id := bxserver.Int(t.v[who])
		out[key] = bxserver.Row{
			"id": bxserver.Text(id), "name": s.personName(id), "link": fmt.Sprintf("/company/personal/user/%d/", id),
			"icon": "/bitrix/images/tasks/default_avatar.png", "workPosition": "",
		}
	}
	if t.v["commentsCount"] == nil && len(t.comments) > 0 {
		out["commentsCount"] = bxserver.Text(len(t.comments))
	}
	return out
}

func (s *Server) taskFind(id int) (*task, error) {
	for _, t := range s.tasks {
		if t.id == id {
			return t, nil
		}
	}
	return nil, bxserver.Refuse("1048582", "Задача не найдена или недоступна.") // TASKS_ERROR_EXCEPTION_#8
}

func (s *Server) taskUpdate(c *bxserver.Call) (any, error) {
	t, err := s.taskFind(c.Int("taskId"))
	if err != nil {
		return nil, err
	}
	old := bxserver.Row{}
	for k, v := range t.v {
		old[k] = v
	}
	if err := s.writeTask(c, t); err != nil {
		t.v = old
		return nil, err
	}
	if t.v["status"] != old["status"] {
		s.setTaskStatus(t, bxserver.Text(t.v["status"]), c.User)
	}
	s.taskChanged(c, t)
	return bxserver.Row{"task": s.viewTask(t, nil)}, nil
}

func (s *Server) taskChanged(c *bxserver.Call, t *task) {
	t.v["changedDate"], t.v["changedBy"] = s.Now(), bxserver.Text(c.User)
	c.Commit()
	s.raiseTask(c, "OnTaskUpdate", t)
}

// setTaskStatus moves a task: 2 waits, 3 is worked on, 4 waits for control, 5 is done, 6 is put off.
func (s *Server) setTaskStatus(t *task, status string, by int) {
	t.v["status"], t.v["statusChangedDate"], t.v["statusChangedBy"] = status, s.Now(), bxserver.Text(by)
	t.v["closedDate"], t.v["closedBy"] = nil, nil
	if status == "5" {
		t.v["closedDate"], t.v["closedBy"] = s.Now(), bxserver.Text(by)
	}
}

func (s *Server) taskGet(c *bxserver.Call) (any, error) {
	t, err := s.taskFind(c.Int("taskId"))
	if err != nil {
		return nil, err
	}
	selected, _ := bxserver.AsList(c.Array("select"))
	return bxserver.Row{"task": s.viewTask(t, selected)}, nil
}

func (s *Server) taskList(c *bxserver.Call) (any, error) {
	var all []bxserver.Row
	for _, t := range s.tasks {
		r := bxserver.Row{"id": t.id}
		for k, v := range t.v {
			if k != "id" {
				r[k] = v
			}
		}
		all = append(all, r)
	}
	page, err := c.List(all, bxserver.List{Whole: true, Name: func(name string) (string, bool) {
		if strings.EqualFold(name, "ID") {
			return "id", true
		}
		for written, shown := range map[string]string{
			"CREATED_DATE": "createdDate", "CHANGED_DATE": "changedDate", "CLOSED_DATE": "closedDate", "REAL_STATUS": "status",
		} {
			if strings.EqualFold(name, written) || name == shown {
				return shown, true
			}
		}
		return taskKey(name)
	}})
	if err != nil {
		return nil, err
	}
	selected, _ := bxserver.AsList(c.Array("select"))
	list := []any{}
	for _, r := range page.Rows {
		t, _ := s.taskFind(r["id"].(int))
		list = append(list, s.viewTask(t, selected))
	}
	return page.Answer(bxserver.Row{"tasks": list}), nil
}

func (s *Server) taskComplete(c *bxserver.Call) (any, error) {
	t, err := s.taskFind(c.Int("taskId"))
	if err != nil {
		return nil, err
	}
	if t.v["status"] == "5" {
		return nil, bxserver.Refuse("100", "Действие над задачей не разрешено")
	}
	s.setTaskStatus(t, "5", c.User)
	s.taskChanged(c, t)
	return bxserver.Row{"task": s.viewTask(t, nil)}, nil
}

func (s *Server) taskDelete(c *bxserver.Call) (any, error) {
	t, err := s.taskFind(c.Int("taskId"))
	if err != nil {
		return nil, err
	}
	s.tasks = slices.DeleteFunc(s.tasks, func(o *task) bool { return o == t })
	c.Commit()
	s.raiseTask(c, "OnTaskDelete", t)
	return bxserver.Row{"task": true}, nil
}

func (s *Server) taskCommentAdd(c *bxserver.Call) (any, error) {
	t, err := s.taskFind(c.Int("TASKID"))
	if err != nil {
		return nil, err
	}
	text, _ := c.Array("FIELDS").Fold("POST_MESSAGE")
	if bxserver.Text(text) == "" {
		return nil, bxserver.Refuse("ERROR_CORE", "TASKS_ERROR_EXCEPTION_#256; Param #1 (arFields) for method ctaskcommentitem::add() must not be empty")
	}
	c.Commit()
	return s.taskComment(t, c.User, bxserver.Text(text)), nil
}

func (s *Server) taskComment(t *task, by int, text string) int {
	id := s.next("taskComment")
	t.comments = append(t.comments, bxserver.Row{
		"ID": bxserver.Text(id), "AUTHOR_ID": bxserver.Text(by), "AUTHOR_NAME": s.personName(by), "AUTHOR_EMAIL": "",
		"POST_DATE": s.Now(), "POST_MESSAGE": text, "POST_MESSAGE_HTML": nil,
	})
	return id
}

func (s *Server) taskCommentList(c *bxserver.Call) (any, error) {
	t, err := s.taskFind(c.Int("TASKID"))
	if err != nil {
		return nil, err
	}
	for name, p := range map[string]string{"order": "ORDER", "filter": "FILTER"} {
		if v, ok := c.Params.Find(p); ok {
			c.Params.Set(name, v)
		}
	}
	c.Start = 0
	page, err := c.List(t.comments, bxserver.List{Size: len(t.comments) + 1, Name: func(name string) (string, bool) {
		name = strings.ToUpper(name)
		return name, slices.Contains(split("ID AUTHOR_ID AUTHOR_NAME POST_DATE"), name)
	}})
	if err != nil {
		return nil, err
	}
	return page.Rows, nil
}

// todoAdd puts something to do into the timeline of an object; only that it was done is kept.
func (s *Server) todoAdd(c *bxserver.Call) (any, error) {
	for _, name := range split("ownerTypeId ownerId deadline") {
		if _, ok := c.Param(name); !ok {
			return nil, bxserver.Missing(name)
		}
	}
	if s.find(c.Int("ownerTypeId"), c.Int("ownerId")) == nil {
		return nil, errOwner
	}
	if _, ok := bxserver.ParseTime(c.Text("deadline"), s.Zone()); !ok {
		return nil, bxserver.Refuse("WRONG_DATETIME_FORMAT", "Неверный формат даты")
	}
	id := s.next("activity")
	c.Commit()
	c.Raise("onCrmActivityAdd", bxserver.Row{"ID": id})
	return bxserver.Row{"id": id}, nil
}

// Notice is a notification that a person got.
type Notice struct {
	ID      int
	User    int
	Message string
	Tag     string
	At      time.Time
}

// notify sends a notification. One of an application with the same tag takes the place of the earlier one; a webhook
// has no tags, so that each of its notifications is a new one.
func (s *Server) notify(c *bxserver.Call) (any, error) {
	n := &Notice{User: c.Int("USER_ID"), Message: strings.TrimSpace(c.Text("MESSAGE")), At: s.Now()}
	if c.App != "" {
		n.Tag = c.Text("TAG")
	} else if c.Text("TAG") != "" {
		c.Ignore("TAG")
	}
	if n.User <= 0 {
		return nil, bxserver.Refuse("USER_ID_EMPTY", "User ID can't be empty")
	}
	if n.Message == "" {
		return nil, bxserver.Refuse("MESSAGE_EMPTY", "Message can't be empty")
	}
	if s.person(n.User) == nil {
		return false, nil
	}
	if n.Tag != "" {
		s.notices = slices.DeleteFunc(s.notices, func(o *Notice) bool { return o.User == n.User && o.Tag == n.Tag })
	}
	n.ID = s.next("notice")
	s.notices = append(s.notices, n)
	c.Commit()
	return n.ID, nil
}
