package texts

// bridgeFlows are texts of the bridge about records that go from one system to another.
func bridgeFlows() []entry {
	return []entry{
		{
			"a record of %s (%s) from %s cannot be read: %v",
			"запись %s (%s) из %s не читается: %v",
			"запис %s (%s) з %s не читається: %v",
			"rekordu %s (%s) z %s nie można odczytać: %v",
		},
		{
			"a record of %s (%s) from %s is refused, and is tried again: %v",
			"запись %s (%s) из %s не принята, попытка повторится: %v",
			"запис %s (%s) з %s не прийнято, спроба повториться: %v",
			"rekord %s (%s) z %s został odrzucony, próba zostanie powtórzona: %v",
		},
		{
			"%s cannot be exchanged from %s to %s now; that goes on where it was: %v",
			"обмен (%s) из %s в %s сейчас не идёт, он продолжится с того же места: %v",
			"обмін (%s) з %s до %s зараз не йде, він продовжиться з того ж місця: %v",
			"wymiana (%s) z %s do %s teraz nie działa, zostanie wznowiona od tego samego miejsca: %v",
		},
		{
			"%s from %s are known up to %s, but it is %s: a clock was wrong; everything is read again",
			"обмен (%s) из %s отмечен до %s, а сейчас %s: часы шли неверно; всё читается заново",
			"обмін (%s) з %s позначено до %s, а зараз %s: годинник ішов неправильно; усе читається заново",
			"wymiana (%s) z %s jest oznaczona do %s, a jest %s: zegar źle chodził; wszystko jest czytane od nowa",
		},
		{
			"%s does not know any more how far its records were read (%s); everything is read again",
			"%s больше не знает, до какого места прочитаны записи (%s); всё читается заново",
			"%s більше не знає, до якого місця прочитано записи (%s); усе читається заново",
			"%s nie wie już, dokąd odczytano rekordy (%s); wszystko jest czytane od nowa",
		},
		{
			"%s tells none of its records (%s) any more; what it told before is not taken for gone",
			"%s больше не сообщает ни одной записи (%s); прежние записи не считаются удалёнными",
			"%s більше не повідомляє жодного запису (%s); колишні записи не вважаються видаленими",
			"%s nie podaje już żadnych rekordów (%s); wcześniejsze nie są uznawane za usunięte",
		},
		{
			"so many records are refused that no more can be kept; the exchange goes on once that is corrected: %v",
			"не принято так много записей, что больше сохранить нельзя; обмен продолжится, когда это исправят: %v",
			"не прийнято так багато записів, що більше зберегти не можна; обмін продовжиться, коли це виправлять: %v",
			"odrzucono tak wiele rekordów, że nie można zachować kolejnych; wymiana ruszy po poprawieniu tego: %v",
		},
	}
}
