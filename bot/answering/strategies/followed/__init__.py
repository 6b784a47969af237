"""What goes on with the turn before: 还有呢, 学生呢, 原来呢."""
