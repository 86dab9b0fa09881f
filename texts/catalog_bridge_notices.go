package texts

// bridgeNotices are the notices to people and their answers, as notes and in the journal.
func bridgeNotices() []entry {
	return []entry{
		{"for %s", "для: %s", "для: %s", "dla: %s"},
		{"%s, about %s", "%s, о товарах: %s", "%s, про товари: %s", "%s, dotyczy pozycji: %s"},
		{"%s, about shipment S%d", "%s, об отправлении S%d", "%s, про відправлення S%d", "%s, dotyczy przesyłki S%d"},
		{"%s, about transfer T%d", "%s, о перемещении T%d", "%s, про переміщення T%d", "%s, dotyczy przesunięcia T%d"},
		{"%s, about return R%d", "%s, о возврате R%d", "%s, про повернення R%d", "%s, dotyczy zwrotu R%d"},
		{"files: %s", "файлы: %s", "файли: %s", "pliki: %s"},
		{"%s; files: %s", "%s; файлы: %s", "%s; файли: %s", "%s; pliki: %s"},
		{"the answer to notice %d: %s", "ответ на сообщение %d: %s", "відповідь на повідомлення %d: %s", "odpowiedź na powiadomienie %d: %s"},
		{"notice %d %s", "сообщение %d %s", "повідомлення %d %s", "powiadomienie %d %s"},
		{"notice %d was told", "сообщение %d доведено", "повідомлення %d доведено", "powiadomienie %d przekazano"},
		{"notice %d is answered: %s", "на сообщение %d ответили: %s", "на повідомлення %d відповіли: %s", "na powiadomienie %d odpowiedziano: %s"},
		{
			"notice %d cannot be marked as told: %v",
			"сообщение %d нельзя отметить как доведённое: %v",
			"повідомлення %d не можна позначити як доведене: %v",
			"powiadomienia %d nie można oznaczyć jako przekazanego: %v",
		},
	}
}
