class Gazetteer:
    name = "copydesk"
    version = "0"
    places = 0

    @classmethod
    def open(cls, path):
        return cls()
