package texts

// bridgeNotices are the notices to people and their answers, as notes and in the journal.
func bridgeNotices() []entry {
	return []entry{
		{"for %s", "для: %s", "для: %s", "dla: %s"},
		{"urgent, %s", "срочно, %s", "терміново, %s", "pilne, %s"},
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
		{"notice %d cannot be answered: %v", "на сообщение %d нельзя ответить: %v", "на повідомлення %d не можна відповісти: %v", "na powiadomienie %d nie można odpowiedzieć: %v"},
		{"%s cannot be told: %q: %v", "не удалось сообщить (%s): %q: %v", "не вдалося повідомити (%s): %q: %v", "nie udało się powiadomić (%s): %q: %v"},
		{"send it from %s to %s", "отправьте из %s в %s", "надішліть з %s до %s", "wyślij z %s do %s"},
		{"%s has sent it to %s: post it", "%s отправил в %s: проведите перемещение", "%s надіслав до %s: проведіть переміщення", "%s wysłał do %s: zaksięguj przesunięcie"},
		{
			"it is on the way from %s to %s: receive it", "едет из %s в %s: примите товар", "їде з %s до %s: прийміть товар",
			"jest w drodze z %s do %s: przyjmij towar",
		},
		{
			"%s does not send %s to %s: ask another place for it", "%s не отправит %s в %s: запросите в другом месте",
			"%s не надішле %s до %s: запитайте в іншому місці", "%s nie wyśle %s do %s: poproś inne miejsce",
		},
		{"%s is not wanted any more: leave it out", "больше не нужно: %s; не отправляйте", "більше не потрібно: %s; не надсилайте", "już niepotrzebne: %s; nie wysyłaj"},
		{
			"sale %s is in batch %s to %s: post it and send the goods", "реализация %s в списке %s на %s: проведите её и отправьте товар",
			"реалізація %s у списку %s на %s: проведіть її та надішліть товар", "sprzedaż %s jest na liście %s do %s: zaksięguj ją i wyślij towar",
		},
		{
			"everything is posted: give it to the carrier, waybill %s", "всё проведено: передайте перевозчику, накладная %s",
			"усе проведено: передайте перевізнику, накладна %s", "wszystko zaksięgowane: przekaż przewoźnikowi, list przewozowy %s",
		},
		{
			"everything is posted: hand it to the buyer", "всё проведено: выдайте заказ покупателю", "усе проведено: видайте замовлення покупцеві",
			"wszystko zaksięgowane: wydaj zamówienie kupującemu",
		},
		{"%s has taken it back from the buyer", "%s принял товар у покупателя", "%s прийняв товар у покупця", "%s przyjął towar od kupującego"},
		{
			"send the goods to %s with return note %s", "отправьте товар в %s с возвратной накладной %s",
			"надішліть товар до %s зі зворотною накладною %s", "wyślij towar do %s z dokumentem zwrotu %s",
		},
		{"it is sent", "отправлено", "надіслано", "wysłano"},
		{"it is posted", "проведено", "проведено", "zaksięgowano"},
		{"it is received", "принято", "прийнято", "przyjęto"},
		{"it is dropped", "отменено", "скасовано", "odwołano"},
		{"it is done", "сделано", "зроблено", "zrobiono"},
		{"nothing of it is wanted any more", "больше ничего из этого не нужно", "більше нічого з цього не потрібно", "nic z tego nie jest już potrzebne"},
	}
}
